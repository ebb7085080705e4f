import { createReadStream } from 'node:fs'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { SafetyCase } from '@/lib/safety/evaluation/case'
import { evaluate, type DetectorScore, type SafetyEvaluation } from '@/lib/safety/evaluation/evaluate'
import { syntheticCases, syntheticPolicy, syntheticSlots } from '@/lib/safety/evaluation/synthetic'
import { rulesetVersion } from '@/lib/safety/ruleset'

type Options = { data?: string; json?: string | true; seed: string; scale: string; mistakes?: boolean }

/** `eval-safety`: recall, precision and false alarms of each safety detector. */
export function registerEvalSafety(program: Command): void {
  program
    .command('eval-safety')
    .description('measure the safety detectors on labelled text; without --data on synthetic cases')
    .option('--data <path>', 'a .jsonl file, or a folder of them: {text, kind?, entities?, findings?}')
    .option('--json [file]', 'write the results as JSON to a file, or to standard output')
    .option('--seed <n>', 'seed of the synthetic cases', '1')
    .option('--scale <n>', 'how many synthetic cases, relative to the usual number', '1')
    .option('--mistakes', 'also list examples of what was missed or wrongly flagged')
    .action(async (options: Options, command: Command) => {
      const seed = Number(options.seed)
      const scale = Number(options.scale)
      if (!Number.isInteger(seed) || !(scale > 0 && scale <= 100)) {
        command.error('error: --seed takes a whole number and --scale a number from 0 to 100', {
          exitCode: 2,
        })
      }
      const cases =
        options.data === undefined ? syntheticCases({ seed, scale }) : await readCases(options.data)
      const result = evaluate({ cases, policy: syntheticPolicy, slots: syntheticSlots })
      await print(result, options)
    })
}

async function print(result: SafetyEvaluation, options: Options): Promise<void> {
  const source = options.data ?? `synthetic, seed ${options.seed}, scale ${options.scale}`
  const json = JSON.stringify({ source, ruleset_version: rulesetVersion, ...result }, null, 2)
  if (options.json === true) {
    console.log(json)
    return
  }
  if (options.json !== undefined) await writeFile(options.json, `${json}\n`)
  console.log(`${result.rows} rows (${source}), rules ${rulesetVersion}\n`)
  console.log(table(result))
  if (!options.mistakes) return
  for (const { kind, detector, text } of result.mistakes) {
    console.log(`${kind === 'missed' ? 'missed' : 'false alarm'}  ${detector}  ${JSON.stringify(text)}`)
  }
}

function table({ detectors, redaction, clean }: SafetyEvaluation): string {
  const header = [
    'detector',
    'cases',
    'found',
    'recall',
    '95 % interval',
    'precision',
    'alarms on clean',
    'alarms on look-alikes',
  ]
  const lines = [header, ...detectors.map(row)]
  const widths = header.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)))
  const body = lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  )
  body.push(
    '',
    `Left unreadable by redaction: ${redaction.found} of ${redaction.cases} (${percent(redaction.recall)})`,
  )
  if (clean.rows > 0)
    body.push(
      `Clean answers objected to by any rule: ${clean.objected} of ${clean.rows} (${percent(clean.rate)})`,
    )
  return body.join('\n')
}

function row(score: DetectorScore): string[] {
  const interval = score.recall_ci95
  return [
    score.detector,
    String(score.cases),
    String(score.found),
    percent(score.recall),
    interval ? `${percent(interval[0])} – ${percent(interval[1])}` : '–',
    percent(score.precision),
    score.clean === 0 ? '–' : `${score.clean_alarms}/${score.clean} (${percent(score.clean_alarm_rate)})`,
    score.negatives === 0
      ? '–'
      : `${score.negative_alarms}/${score.negatives} (${percent(score.negative_alarm_rate)})`,
  ]
}

function percent(value: number | null): string {
  return value === null ? '–' : `${(100 * value).toFixed(1)} %`
}

async function readCases(path: string): Promise<SafetyCase[]> {
  const files = (await stat(path)).isDirectory()
    ? (await readdir(path))
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .map((name) => join(path, name))
    : [path]
  const cases: SafetyCase[] = []
  for (const file of files) {
    let number = 0
    for await (const line of createInterface({
      input: createReadStream(file, 'utf8'),
      crlfDelay: Infinity,
    })) {
      number += 1
      if (line.trim() === '') continue
      cases.push(parseCase(line, `${file}:${number}`))
    }
  }
  return cases
}

function parseCase(line: string, where: string): SafetyCase {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new Error(`${where} is not JSON`, { cause })
  }
  const parsed = SafetyCase.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`${where}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not a case'}`)
}
