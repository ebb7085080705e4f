import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { z } from 'zod'
import { readQuestions } from './read-questions'

type Options = {
  url?: string
  key?: string
  rate: string
  door: string
  model: string
  limit?: string
  json?: boolean
}
type Door = 'lookup' | 'messages'
type Target = { url: string; key: string; door: Door; model: string }
/** `reason` is why it was no hit: the gateway's own word, or `HTTP 429` and the like for a failure. */
type Outcome = { status: 'hit' | 'miss' | 'bypass' | 'failed'; reason: string; ms: number }
type Latency = { p50_ms: number; p95_ms: number } | null

const Demo = z.object({ url: z.string(), api_key: z.string() })
const LookupAnswer = z.object({ status: z.enum(['hit', 'miss']), reason: z.string().optional() })
const deadlineMs = 120_000
const mostInFlight = 256

/** `traffic FILE`: replays questions through a running gateway. Exit status 1 if it cannot be reached. */
export function registerTraffic(program: Command): void {
  program
    .command('traffic')
    .description('replay questions through a running gateway; misses reach its model, and cost what it costs')
    .argument('<file>', 'JSONL or CSV with a field text, query or question; or one question a line')
    .option('--url <url>', 'the gateway (default: the demo of `npm start`, else http://localhost:3000)')
    .option('--key <key>', 'an API key with the scope lookup (default: the demo workspace’s)')
    .option('--rate <n>', 'questions a second', '10')
    .option('--door <door>', 'lookup asks /api/v1/lookup, messages asks /v1/messages', 'messages')
    .option('--model <name>', 'model that messages are addressed to', 'claude-haiku-4-5')
    .option('--limit <n>', 'stop after this many questions')
    .option('--json', 'print the summary as JSON')
    .action((file: string, options: Options, command: Command) => run(file, options, command))
}

async function run(file: string, options: Options, command: Command): Promise<void> {
  const usage = (message: string) => command.error(`error: ${message}`, { exitCode: 2 })
  const rate = Number(options.rate)
  const limit = options.limit === undefined ? Infinity : Number(options.limit)
  if (!(rate > 0 && rate <= 10_000)) usage('--rate takes a number above 0, at most 10000')
  if (limit !== Infinity && !(Number.isInteger(limit) && limit > 0))
    usage('--limit takes a whole number above 0')
  if (options.door !== 'lookup' && options.door !== 'messages') usage('--door takes lookup or messages')
  const demo = readDemo()
  const url = (options.url ?? demo?.url ?? 'http://localhost:3000').replace(/\/+$/, '')
  if (!URL.canParse(url)) usage('--url takes an address such as http://localhost:3000')
  const key = options.key ?? demo?.api_key
  if (key === undefined) return usage('there is no demo workspace here: pass --key')
  const questions = readQuestions(file)
    .map((question) => question.text)
    .filter((text) => text.trim() !== '')
    .slice(0, limit)
  if (questions.length === 0) return usage(`${file} has no questions`)
  if (!(await isThere(url))) throw new Error(`Nothing answers at ${url}.`)
  const target = { url, key, door: options.door as Door, model: options.model }
  const started = performance.now()
  const outcomes = await replay(questions, rate, target)
  const summary = summarize(outcomes, (performance.now() - started) / 1_000)
  console.log(options.json ? JSON.stringify(summary, null, 2) : toText(summary))
  if (summary.failed === summary.questions) throw new Error('Every request failed.')
}

/** Where `npm start` left the demo's address and key; null if it did not run here. */
function readDemo(): z.infer<typeof Demo> | null {
  const directory = process.env.L0_STATE_DIR ?? fileURLToPath(new URL('../../.l0', import.meta.url))
  const file = path.join(directory, 'demo.json')
  return existsSync(file) ? (Demo.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null) : null
}

async function isThere(url: string): Promise<boolean> {
  try {
    await (await fetch(`${url}/api/health/live`, { signal: AbortSignal.timeout(10_000) })).arrayBuffer()
    return true
  } catch {
    return false
  }
}

/** Questions leave at their times whether or not earlier ones are answered, as traffic does. */
async function replay(questions: readonly string[], rate: number, target: Target): Promise<Outcome[]> {
  const bar = process.stderr.isTTY
    ? new SingleBar({
        format: '{bar} {value}/{total}  {hits} hits',
        stream: process.stderr,
        clearOnComplete: true,
      })
    : null
  bar?.start(questions.length, 0, { hits: 0 })
  const outcomes: Outcome[] = []
  const inFlight = new Set<Promise<void>>()
  const started = performance.now()
  let hits = 0
  for (const [index, question] of questions.entries()) {
    const wait = started + (index * 1_000) / rate - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    if (inFlight.size >= mostInFlight) await Promise.race(inFlight)
    const one: Promise<void> = ask(question, target).then((outcome) => {
      inFlight.delete(one)
      outcomes.push(outcome)
      if (outcome.status === 'hit') hits += 1
      bar?.increment(1, { hits })
    })
    inFlight.add(one)
  }
  await Promise.all(inFlight)
  bar?.stop()
  return outcomes
}

async function ask(question: string, { url, key, door, model }: Target): Promise<Outcome> {
  const body =
    door === 'lookup'
      ? { query: question }
      : { model, max_tokens: 300, messages: [{ role: 'user', content: question }] }
  const started = performance.now()
  const done = (status: Outcome['status'], reason: string): Outcome => ({
    status,
    reason,
    ms: performance.now() - started,
  })
  try {
    const response = await fetch(`${url}${door === 'lookup' ? '/api/v1/lookup' : '/v1/messages'}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(deadlineMs),
    })
    const text = await response.text()
    if (!response.ok) return done('failed', `HTTP ${response.status}`)
    if (door === 'lookup') {
      const answer = LookupAnswer.safeParse(JSON.parse(text))
      return answer.success
        ? done(answer.data.status, answer.data.reason ?? '')
        : done('failed', 'not a gateway')
    }
    const cache = response.headers.get('x-l0-cache')
    if (cache !== 'hit' && cache !== 'miss' && cache !== 'bypass') return done('failed', 'not a gateway')
    return done(cache, cache === 'hit' ? '' : (response.headers.get('x-l0-reason') ?? 'unknown'))
  } catch (error) {
    return done(
      'failed',
      error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'no connection',
    )
  }
}

function summarize(outcomes: readonly Outcome[], seconds: number) {
  const of = (status: Outcome['status']) => outcomes.filter((outcome) => outcome.status === status)
  const reasons: Record<string, number> = {}
  for (const { status, reason } of outcomes) {
    if (status !== 'hit') reasons[`${status}: ${reason}`] = (reasons[`${status}: ${reason}`] ?? 0) + 1
  }
  const answered = outcomes.filter((outcome) => outcome.status !== 'failed')
  return {
    questions: outcomes.length,
    seconds: Number(seconds.toFixed(2)),
    hits: of('hit').length,
    misses: of('miss').length,
    bypassed: of('bypass').length,
    failed: of('failed').length,
    hit_rate: answered.length === 0 ? 0 : of('hit').length / answered.length,
    reasons: Object.fromEntries(
      Object.entries(reasons).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
    ),
    latency: { all: latencyOf(answered), hit: latencyOf(of('hit')), miss: latencyOf(of('miss')) },
  }
}

/** Nearest-rank percentiles, as the client saw them; null if there is nothing to rank. */
function latencyOf(outcomes: readonly Outcome[]): Latency {
  if (outcomes.length === 0) return null
  const sorted = outcomes.map((outcome) => outcome.ms).sort((a, b) => a - b)
  const rank = (share: number) => Number(sorted[Math.ceil(share * sorted.length) - 1]!.toFixed(2))
  return { p50_ms: rank(0.5), p95_ms: rank(0.95) }
}

function toText(summary: ReturnType<typeof summarize>): string {
  const latency = (name: 'all' | 'hit' | 'miss') => {
    const ms = summary.latency[name]
    return ms ? [`${name.padEnd(5)} p50 ${ms.p50_ms} ms, p95 ${ms.p95_ms} ms`] : []
  }
  return [
    `${summary.questions} questions in ${summary.seconds} s: ${summary.hits} hits (${(summary.hit_rate * 100).toFixed(1)} %), ${summary.misses} misses, ${summary.bypassed} bypassed, ${summary.failed} failed`,
    ...Object.entries(summary.reasons).map(([reason, times]) => `  ${String(times).padStart(6)}  ${reason}`),
    ...latency('all'),
    ...latency('hit'),
    ...latency('miss'),
  ].join('\n')
}
