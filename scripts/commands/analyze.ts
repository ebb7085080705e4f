import { writeFileSync } from 'node:fs'
import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { logReader } from '@/lib/normalization/opportunity/log-reader'
import { analyzeLog, type LogAnalysis } from '@/lib/usage/analyze-log'
import { priceOfLog, usdPer1kHits } from '@/lib/usage/price-log'
import { readQuestions, type Question } from './read-questions'
import { toHtml, toMarkdown, type Block } from './report-blocks'

type Options = {
  top: string
  price?: string
  model: string
  monthly?: string
  served: string
  html?: string
  json?: string
}

/** `analyze FILE`: what a log of real questions would gain from the cache, before anything is set up. */
export function registerAnalyze(program: Command): void {
  program
    .command('analyze')
    .description('estimate hit rate and savings from a log of questions, and list candidate intents')
    .argument('<file>', 'JSONL or CSV with a field text, query or question; or one question a line')
    .option('--top <n>', 'how many intents you would approve answers for', '20')
    .option('--price <usd>', 'what 1,000 requests cost you now; otherwise from tokens and --model')
    .option('--model <name>', 'whose list price the tokens are counted at', 'claude-haiku-4-5')
    .option('--monthly <n>', 'requests a month; otherwise the log counts as one month')
    .option(
      '--served <share>',
      'part of an approved intent that is recognised (docs/normalization.md)',
      '0.5',
    )
    .option('--html <file>', 'write the report as a page')
    .option('--json <file>', 'write the figures as JSON')
    .action((file: string, options: Options, command: Command) => run(file, options, command))
}

function run(file: string, options: Options, command: Command): void {
  const number = (
    name: 'top' | 'price' | 'monthly' | 'served',
    valid: (n: number) => boolean,
    is: string,
  ) => {
    const text = options[name]
    const value = Number(text)
    if (text !== undefined && (text.trim() === '' || !Number.isFinite(value) || !valid(value)))
      command.error(`error: --${name} takes ${is}`, { exitCode: 2 })
    return text === undefined ? null : value
  }
  const top = number('top', (n) => Number.isInteger(n) && n > 0, 'a whole number above 0')!
  const served_share = number('served', (n) => n > 0 && n <= 1, 'a share above 0 and at most 1')!
  const price = number('price', (n) => n >= 0, 'an amount in USD')
  const monthly = number('monthly', (n) => n >= 0, 'a number of requests')
  const rows = readQuestions(file)
  const cost =
    price === null ? priceFromTokens(rows, options.model) : { usd: price, basis: 'given by --price' }
  const bar = new Bar(rows.length)
  const analysis = analyzeLog(
    rows,
    logReader(() => bar.increment()),
    {
      top,
      served_share,
      usd_per_1k_requests: cost.usd,
      usd_per_1k_hits: usdPer1kHits,
      monthly_requests: monthly ?? rows.length,
    },
  )
  bar.stop()
  const basis = {
    price: cost.basis,
    monthly: monthly === null ? 'the log taken as one month' : 'given by --monthly',
  }
  if (options.json)
    writeFileSync(options.json, `${JSON.stringify({ estimate: true, basis, ...analysis }, null, 2)}\n`)
  const blocks = reportOf(analysis, basis)
  if (options.html) writeFileSync(options.html, toHtml(blocks))
  console.log(toMarkdown(blocks))
}

function priceFromTokens(rows: readonly Question[], model: string): { usd: number; basis: string } {
  const price = priceOfLog(rows, model, new Date())
  const whence = price.counted_rows > 0 ? `mean of ${int(price.counted_rows)} rows of the log` : 'assumed'
  return {
    usd: price.usd_per_1k_requests,
    basis: `${int(price.input_tokens)} input and ${int(price.output_tokens)} output tokens (${whence}) at the list price of ${price.model || 'an unknown model'}`,
  }
}

function reportOf(analysis: LogAnalysis, basis: { price: string; monthly: string }): Block[] {
  const { expected, assumptions } = analysis
  const blocks: Block[] = [
    { kind: 'title', text: 'What the cache could answer' },
    {
      kind: 'text',
      text: `${int(analysis.rows)} questions, ${int(analysis.candidates)} candidate intents. Everything below is an estimate.`,
    },
  ]
  if (analysis.candidates === 0)
    return [...blocks, { kind: 'text', text: 'No three questions are alike: nothing to suggest.' }]
  return [
    ...blocks,
    {
      kind: 'list',
      items: [
        `The largest ${expected.intents} intents cover ${percent(expected.share)} of the questions.`,
        `Expected hit rate with answers approved for them: ${percent(expected.hit_rate)}.`,
        `Expected savings: ${usd(expected.monthly_savings_usd)} a month.`,
      ],
    },
    { kind: 'heading', text: 'Assumptions' },
    {
      kind: 'list',
      items: [
        `${int(assumptions.monthly_requests)} requests a month (${basis.monthly}).`,
        `${usd(assumptions.usd_per_1k_requests)} for 1,000 requests to the model: ${basis.price}.`,
        `${usd(assumptions.usd_per_1k_hits)} for 1,000 answers from the cache. Reviewers' time is not counted.`,
        `Of an approved intent's questions, ${percent(assumptions.served_share)} are recognised (--served). Measured on five public sets of questions: 31 to 80 % (docs/normalization.md).`,
        `Questions are grouped by their words, not by a person: expect some groups to be split or joined when you look at them.`,
        `Every question is taken to be answerable from its text alone; those that need an account looked up are not.`,
        `${percent(analysis.repeat_share)} of the questions repeat an earlier wording; ${int(analysis.unreadable)} had nothing to read in them.`,
      ],
    },
    { kind: 'heading', text: 'How much the top intents cover' },
    {
      kind: 'table',
      head: ['intents', 'share of questions', 'expected hit rate', 'expected savings a month'],
      rows: analysis.curve.map((point) => [
        int(point.intents),
        percent(point.share),
        percent(point.hit_rate),
        usd(point.monthly_savings_usd),
      ]),
    },
    { kind: 'heading', text: 'Candidate intents' },
    {
      kind: 'table',
      head: [
        '#',
        'suggested key',
        'questions',
        'share',
        'so far',
        'wordings',
        'slots',
        'answers',
        'examples',
      ],
      rows: analysis.intents.map((intent) => [
        String(intent.rank),
        intent.key,
        int(intent.rows),
        percent(intent.share),
        percent(intent.cumulative_share),
        int(intent.wordings),
        intent.slots.join(', ') || '–',
        intent.answers.rows === 0 ? '–' : `${int(intent.answers.distinct)} in ${int(intent.answers.rows)}`,
        intent.examples.map((text) => (text.length > 120 ? `${text.slice(0, 119)}…` : text)).join(' · '),
      ]),
    },
  ]
}

const int = (n: number) => Math.round(n).toLocaleString('en')
const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const usd = (amount: number) =>
  `$${amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`

/** A progress bar on standard error, silent when nobody watches. */
class Bar {
  private readonly bar: SingleBar | null
  constructor(total: number) {
    const options = { format: 'reading {bar} {value}/{total}', stream: process.stderr, clearOnComplete: true }
    this.bar = process.stderr.isTTY ? new SingleBar(options) : null
    this.bar?.start(total, 0)
  }
  increment(): void {
    this.bar?.increment()
  }
  stop(): void {
    this.bar?.stop()
  }
}
