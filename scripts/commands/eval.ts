import { readFileSync, writeFileSync } from 'node:fs'
import { SingleBar } from 'cli-progress'
import { InvalidArgumentError, type Command } from 'commander'
import { z } from 'zod'
import { evaluate, type Evaluation } from '@/lib/normalization/evaluate'
import { averageRuns, groupRows, poolGroups, type Report } from '@/lib/normalization/evaluation/report'

const Row = z.object({
  text: z.string(),
  intent: z.string(),
  kind: z.string().optional(),
  near: z.string().optional(),
  bot: z.string().optional(),
  domain: z.string().optional(),
})
type Row = z.infer<typeof Row>

type Options = {
  train: string
  test: string
  k: number
  approve: number
  rejects: boolean
  select: 'random' | 'diverse'
  oos?: string
  shadow?: string
  near?: string
  budget: number
  seed: number[]
  json?: string
}

const bad = (message: string): never => {
  throw new InvalidArgumentError(message)
}

function parseK(value: string): number {
  if (value === 'all' || value === '0') return Infinity
  const k = Number(value)
  return Number.isInteger(k) && k > 0 ? k : bad('must be a whole number above 0, or "all"')
}

function parseShare(value: string): number {
  const share = Number(value)
  return share > 0 && share <= 1 ? share : bad('must be above 0 and at most 1')
}

function parseSeeds(value: string): number[] {
  const seeds = value.split(',').map(Number)
  return seeds.every((seed) => Number.isInteger(seed) && seed >= 0)
    ? seeds
    : bad('must be whole numbers, e.g. 1 or 1,2,3')
}

function parseSelect(value: string): string {
  return value === 'random' || value === 'diverse' ? value : bad('must be random or diverse')
}

/** `l0 eval`: the measurement protocol of docs/normalization.md on files of `{text, intent}` lines. */
export function registerEval(program: Command): void {
  program
    .command('eval')
    .description('Measure correct and false hits of the normaliser on labelled questions.')
    .requiredOption(
      '--train <file>',
      'JSONL of {text, intent}: phrasings to approve (and __oos__ rows as background)',
    )
    .requiredOption('--test <file>', 'JSONL of {text, intent}: traffic to score; __oos__ must miss')
    .option('--k <n>', 'approved phrasings an intent, or "all"', parseK, 25)
    .option('--approve <share>', 'share of the intents that is approved', parseShare, 0.75)
    .option('--rejects', 'teach the other intents as rejected', false)
    .option('--select <how>', 'which phrasings: random or diverse', parseSelect, 'random')
    .option('--oos <file>', 'out-of-domain traffic: scored, never taught')
    .option('--shadow <file>', 'unlabelled background: taught, never scored')
    .option('--near <file>', 'near-misses (__oos__) and hard positives')
    .option('--budget <share>', 'highest expected share of wrong answers among served ones', parseShare, 0.01)
    .option('--seed <n>', 'seed, or several with commas: their mean is reported', parseSeeds, [1])
    .option('--json <file>', 'write the result as JSON')
    .action((options: Options) => run(options))
}

function run(options: Options): void {
  const train = groupRows(readRows(options.train))
  const test = groupRows(readRows(options.test))
  const oos = options.oos ? readRows(options.oos) : []
  const shadow = options.shadow ? readRows(options.shadow).map((row) => row.text) : []
  const near = options.near ? readRows(options.near) : []
  const reports: Report[] = []
  for (const seed of options.seed) {
    const groups = [...test].flatMap(([group, rows]) => {
      const taught = train.get(group) ?? train.get('')
      if (!taught) return []
      const bar = new Bar(`seed ${seed}${group ? ` ${group}` : ''}`)
      const settings = {
        k: options.k,
        approve: options.approve,
        rejects: options.rejects,
        select: options.select,
      }
      const input = {
        train: taught,
        test: rows,
        oos,
        shadow,
        near,
        budget: options.budget,
        seed,
        ...settings,
      }
      const result = evaluate(input, nowUs, bar.update)
      bar.stop()
      return [{ group, result }]
    })
    reports.push(poolGroups(groups))
  }
  const [first] = reports
  if (!first) throw new Error('There is nothing to score: no group of --test has training rows.')
  const report = reports.length === 1 ? first : averageRuns(reports)
  print(report)
  if (options.json)
    writeFileSync(options.json, `${JSON.stringify({ ...report, k: finite(report.k) }, null, 2)}\n`)
}

function readRows(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const parsed = Row.safeParse(safeJson(line))
      if (!parsed.success) throw new Error(`${file}:${index + 1}: not a row of {text, intent}.`)
      return parsed.data
    })
}

function safeJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const nowUs = () => performance.now() * 1_000
const finite = (k: number) => (Number.isFinite(k) ? k : 'all')
const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(2)} %`)

function print(report: Report): void {
  for (const { group, result } of report.groups) if (group) console.log(line(group, result))
  for (const run of report.runs) console.log(line(`seed ${run.seed}`, run))
  console.log(line('total', report))
  console.log(
    `false hits, 95 % interval: ${percent(report.false_hit_ci95[0])} – ${percent(report.false_hit_ci95[1])}`,
  )
  if (report.groups.length > 1)
    console.log(`mean of groups: correct hits ${percent(report.mean_correct_hit_rate)}`)
  if (report.near_miss_served_rate !== null || report.hard_positive_hit_rate !== null) {
    console.log(
      `near-misses served ${percent(report.near_miss_served_rate)}, hard positives hit ${percent(report.hard_positive_hit_rate)}`,
    )
  }
  console.log(
    `µs per query: p50 ${report.us_per_query_p50}, p99 ${report.us_per_query_p99}; release ${report.release.slice(0, 12)}`,
  )
  console.log('\nintent                                     queries  correct    wrong  abstained')
  for (const row of report.intents) {
    const counts = [row.queries, row.correct, row.wrong, row.abstained].map((n) => String(n).padStart(8))
    console.log(`${row.intent.slice(0, 40).padEnd(41)} ${counts.join(' ')}`)
  }
}

function line(
  name: string,
  result: Pick<Evaluation, 'correct_hit_rate' | 'false_hit_rate' | 'served' | 'in_scope' | 'out_of_scope'>,
): string {
  const traffic = `${result.in_scope} in scope, ${result.out_of_scope} out`
  return `${name.padEnd(14)} correct hits ${percent(result.correct_hit_rate)}, false hits ${percent(result.false_hit_rate)} of ${result.served} served (${traffic})`
}

/** A progress bar on standard error, silent when nobody watches. */
class Bar {
  private readonly bar: SingleBar | null
  constructor(title: string) {
    this.bar = process.stderr.isTTY
      ? new SingleBar({
          format: `${title} {bar} {value}/{total} {label}`,
          stream: process.stderr,
          clearOnComplete: true,
        })
      : null
    this.bar?.start(1, 0, { label: '' })
  }
  update = (done: number, total: number, label: string): void => {
    this.bar?.setTotal(total)
    this.bar?.update(done, { label })
  }
  stop(): void {
    this.bar?.stop()
  }
}
