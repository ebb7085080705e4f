import { Writable } from 'node:stream'
import pg from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as comment } from '@/app/api/console/proposals/[proposal]/comments/route'
import { POST as claim } from '@/app/api/console/proposals/[proposal]/claim/route'
import { PUT as editAnswer } from '@/app/api/console/proposals/[proposal]/answer/route'
import { POST as importAnswers } from '@/app/api/console/entries/import/route'
import { POST as author } from '@/app/api/console/entries/route'
import { POST as addPhrasings } from '@/app/api/console/intents/[intent]/phrasings/route'
import { GET as metrics } from '@/app/api/metrics/route'
import { POST as lookup } from '@/app/api/v1/lookup/route'
import { POST as normalize } from '@/app/api/v1/normalize/route'
import { POST as report } from '@/app/api/v1/hits/[hit]/report/route'
import { POST as decide } from '@/app/api/v1/proposals/[proposal]/decision/route'
import { POST as chat } from '@/app/v1/chat/completions/route'
import { POST as messages } from '@/app/v1/messages/route'
import { demoReply, readRequest } from '@/lib/adapters/llm/demo/replies'
import { newShape, startDemoModel, streamFrames, type DemoModel } from '@/lib/adapters/llm/demo/demo-model'
import { connectRedis } from '@/lib/adapters/redis/connect'
import { exportLog } from '@/lib/audit/export-log'
import type { UsageBatch } from '@/lib/usage/batch-usage'
import type { LookupResponse } from '@/lib/lookup/schema'
import { logOptions } from '@/lib/server/log'
import type { RouteHandler } from '@/lib/server/http/route'
import type { Reply } from '@/lib/server/http/call'
import { bodyOf, callOf, makeTestApp, testEnv, type TestApp } from '../../support/app'
import { Haystack, makePeople, tells, type Needle, type Person } from '../../support/planted-people'
import { signedIn } from '../../support/session'

/*
 * A thousand people who do not exist say who they are wherever a text can be typed, and a model that
 * repeats all of it answers them. Then everything that is kept is searched.
 */

const people = makePeople(1_000, 20_261)
const structured = people.flatMap((person): Needle[] =>
  Object.entries(person.structured).map(([kind, value]) => ({ person: person.n, kind, value })),
)
const names = people.map((person): Needle => ({ person: person.n, kind: 'name', value: person.name }))
const addresses = people.map((person): Needle => ({
  person: person.n,
  kind: 'address',
  value: person.address,
}))
/** Working text of the console: what somebody wrote as an answer stands there until it is decided. */
const written = new Set(['proposal.answer', 'proposal.model_answer'])

let test: TestApp
let model: DemoModel
let operator: Record<string, string>
let owner: pg.Client
const lines: string[] = []
const served = { hit: 0, miss: 0 }
const hits = new Map<number, string>()

beforeAll(async () => {
  model = await startDemoModel({ intercept: repeatEverything })
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  test = await makeTestApp(
    {
      DATABASE_URL: process.env.L0_TEST_DATABASE_URL,
      DATABASE_OWNER_URL: undefined,
      ANTHROPIC_API_KEY: 'x',
      ANTHROPIC_BASE_URL: model.url,
      OPENAI_API_KEY: 'x',
      OPENAI_BASE_URL: `${model.url}/v1`,
    },
    undefined,
    pino(logOptions({ LOG_LEVEL: 'trace' }), sink),
  )
  // A thousand people in a minute: one console session would have to wait.
  test.app.limiter = { take: () => 0 }
  await test.approve('track_order', 'Order {{order_id}} is on its way.')
  await test.app.publishing.publisher.drain()
  operator = await signedIn(test, 'operator')
  owner = new pg.Client({ connectionString: process.env.L0_TEST_DATABASE_URL })
  await owner.connect()
  // On a good day nothing is worth a line: this one shows that the sink is the log's.
  test.app.log.info('a thousand people begin')
  await plantAll()
}, 900_000)
afterAll(async () => {
  await owner.end()
  await test.app.close()
  await model.close()
})

/** The worst model there is: it says back what it was told. */
const repeatEverything: NonNullable<Parameters<typeof startDemoModel>[0]>['intercept'] = async (
  { wire, body, path },
  response,
) => {
  if (path.endsWith('/count_tokens')) return false
  const conversation = readRequest(wire, body)
  const said = conversation.turns.filter(({ role }) => role === 'user').at(-1)?.text ?? ''
  const reply = demoReply(wire, { ...conversation, maxTokens: null }, newShape({ text: `You said: ${said}` }))
  if (reply.stream) {
    await streamFrames(response, reply.frames, 0)
    response.end()
  } else {
    response.setHeader('content-type', 'application/json')
    response.end(reply.json)
  }
  return true
}

async function send(
  handler: RouteHandler,
  path: string,
  init: {
    body: unknown
    person?: boolean
    params?: Record<string, string>
    method?: string
    headers?: Record<string, string>
  },
): Promise<Reply> {
  const call = callOf(path, {
    method: init.method ?? 'POST',
    body: init.body,
    ...(init.person ? { headers: operator } : { key: test.lookupKey, headers: init.headers }),
  })
  const reply = await handler.answer({ ...call, params: init.params ?? {} })
  if (reply.body && typeof reply.body !== 'string' && !(reply.body instanceof Uint8Array))
    for await (const _chunk of reply.body);
  await reply.after?.()
  return reply
}

async function plantAll(): Promise<void> {
  const pending = await waitingProposal()
  const intents = await test.app.db.prisma.intent.findMany({
    where: { workspace_id: test.workspaceId },
    select: { id: true },
  })
  await inParallel(people, (person) => throughTheApi(person, pending))
  // Several in one text: an answer is checked with every hostile value, which takes its time.
  await inParallel(inGroups(people, 3), throughTheGateway)
  await inParallel(inGroups(people, 10), throughTheConsole)
  // Last of all: enough of them take the answer out of service.
  await inParallel(people, async (person) => {
    const hit = hits.get(person.n)!
    const reason = `Wrong! My name is ${person.name}, I live at ${person.address}. ${tells(person).join(' ')}`
    await expectStatus(send(report, `/api/v1/hits/${hit}/report`, { body: { reason }, params: { hit } }), 200)
  })
  for (let at = 0; at < people.length; at += 30) {
    const texts = people.slice(at, at + 30).flatMap((person) => tells(person))
    const intent = intents[(at / 30) % intents.length]!.id
    const path = `/api/console/intents/${intent}/phrasings`
    await send(addPhrasings, path, { body: { texts }, person: true, params: { intent } })
  }
  const rows = inGroups(people, 10).map((group) =>
    JSON.stringify({
      key: `imported_${group[0]!.n}`,
      answer: `Dear ${group[0]!.name}, ${group.flatMap(tells).join(' ')}`,
    }),
  )
  await expectStatus(
    send(importAnswers, '/api/console/entries/import', {
      body: { format: 'jsonl', text: rows.join('\n') },
      person: true,
    }),
    200,
  )
  await test.app.normalization.flush()
  await (test.app.usage as UsageBatch).flush()
  await test.app.publishing.publisher.drain()
}

async function throughTheApi(person: Person, proposal: string): Promise<void> {
  const order = `${50_000 + person.n}`
  const intro = `My name is ${person.name}, I live at ${person.address}.`
  const facts = tells(person)
  const user_ref = `customer-${person.structured.email}`
  for (const query of [`where is my order ${order}`, `${intro} ${facts.join(' ')}`, factOf(person)]) {
    const reply = await send(lookup, '/api/v1/lookup', { body: { query, user_ref } })
    expect(reply.status).toBe(200)
    const outcome = bodyOf<LookupResponse>(reply)
    served[outcome.status]++
    if (outcome.status === 'hit') hits.set(person.n, outcome.hit_id)
  }
  await expectStatus(
    send(normalize, '/api/v1/normalize', { body: { query: `${intro} ${facts.join(' ')}` } }),
    200,
  )
  await expectStatus(
    send(comment, `/api/console/proposals/${proposal}/comments`, {
      body: { text: `They wrote: ${facts.join(' ')}` },
      person: true,
      params: { proposal },
    }),
    200,
  )
}

const factOf = (person: Person) => tells(person)[person.n % 6]!

async function throughTheGateway(group: Person[]): Promise<void> {
  const first = group[0]!.n
  const said = group.map(
    (person) => `My name is ${person.name}, I live at ${person.address}. ${tells(person).join(' ')}`,
  )
  const user = `customer-${group[0]!.structured.email}`
  for (const form of forms) await askModel(form, `How do I get a refund? ${said.join(' ')}`, user)
  await askModel(forms[0]!, `where is my order ${60_000 + first}`, user)
  // One each, of those that are understood: what becomes a proposal.
  for (const person of group)
    await askModel(
      forms[person.n % 4]!,
      `I want to cancel my order ${50_000 + person.n}. ${factOf(person)}`,
      `customer-${person.structured.phone}`,
    )
}

const forms = [true, false].flatMap((stream) => [
  { stream, wire: 'anthropic' as const },
  { stream, wire: 'openai' as const },
])

async function askModel(
  { stream, wire }: (typeof forms)[number],
  content: string,
  user: string,
): Promise<void> {
  const shared = { max_tokens: 4_000, stream, messages: [{ role: 'user', content }] }
  if (wire === 'anthropic') {
    const body = { ...shared, model: 'claude-haiku-4-5', metadata: { user_id: user } }
    return expectStatus(send(messages, '/v1/messages', { body }), 200)
  }
  const body = { ...shared, model: 'gpt-4.1-mini', user }
  return expectStatus(send(chat, '/v1/chat/completions', { body }), 200)
}

async function throughTheConsole(group: Person[]): Promise<void> {
  const facts = group.flatMap(tells).join(' ')
  const key = `authored_${group[0]!.n}`
  const made = await send(author, '/api/console/entries', {
    body: { key, answer: `Write to us. ${facts}` },
    person: true,
  })
  await expectStatus(Promise.resolve(made), 200)
  const { id, content_hash } = bodyOf<{ id: string; content_hash: string }>(made)
  const claimed = await send(claim, `/api/console/proposals/${id}/claim`, {
    body: {},
    person: true,
    params: { proposal: id },
  })
  const { token: claim_token } = bodyOf<{ token: string }>(claimed)
  const edited = await send(editAnswer, `/api/console/proposals/${id}/answer`, {
    body: { answer: `Call us. ${facts}`, content_hash, claim_token },
    person: true,
    method: 'PUT',
    params: { proposal: id },
  })
  await expectStatus(Promise.resolve(edited), 200)
  await expectStatus(
    send(decide, `/api/v1/proposals/${id}/decision`, {
      body: {
        decision: 'reject',
        reason_code: 'other',
        reason: tells(group[0]!).join(' '),
        content_hash: bodyOf<{ content_hash: string }>(edited).content_hash,
        claim_token,
      },
      person: true,
      params: { proposal: id },
    }),
    200,
  )
}

async function waitingProposal(): Promise<string> {
  const made = await send(author, '/api/console/entries', {
    body: { key: 'talked_about', answer: 'An answer people talk about.' },
    person: true,
  })
  return bodyOf<{ id: string }>(made).id
}

async function expectStatus(reply: Promise<Reply>, status: number): Promise<void> {
  const got = await reply
  if (got.status !== status) throw new Error(`status ${got.status}: ${String(got.body).slice(0, 300)}`)
}

function inGroups<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )
}

async function inParallel<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < items.length) await work(items[next++]!)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
}

/** Every column of every table that holds text, as `table.column`. */
async function* everyText(): AsyncGenerator<[place: string, text: string]> {
  const { rows: columns } = await owner.query<{ table_name: string; column_name: string }>(
    `SELECT c.table_name, c.column_name FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
        AND (data_type IN ('text', 'jsonb', 'json', 'ARRAY', 'character varying'))`,
  )
  for (const { table_name, column_name } of columns) {
    const { rows } = await owner.query<{ text: string }>(
      `SELECT "${column_name}"::text AS text FROM "${table_name}" WHERE "${column_name}" IS NOT NULL`,
    )
    yield [`${table_name}.${column_name}`, rows.map((row) => row.text).join('\n')]
  }
}

async function everythingKept(): Promise<Map<string, string>> {
  const kept = new Map<string, string>()
  for await (const [place, text] of everyText()) kept.set(place, text)
  const redis = connectRedis(testEnv(), 'publisher')
  await new Promise((resolve) => redis.once('ready', resolve))
  const stored: string[] = []
  let cursor = '0'
  do {
    const [next, keys] = await (
      redis as unknown as { scan(cursor: string): Promise<[string, string[]]> }
    ).scan(cursor)
    cursor = next
    for (const key of keys) stored.push(key, (await redis.get(key).catch(() => null)) ?? '')
  } while (cursor !== '0')
  redis.disconnect()
  kept.set('redis', stored.join('\n'))
  kept.set('logs', lines.join(''))
  kept.set('metrics', String((await metrics.answer(callOf('/api/metrics'))).body))
  let exported = ''
  const { log } = test.app.audit
  for await (const line of exportLog({ log, clock: test.app.clock }, { workspaceId: test.workspaceId }))
    exported += line
  kept.set('audit export', exported)
  return kept
}

describe('a thousand people', () => {
  let kept: Map<string, string>
  const found = (needles: Needle[]) => {
    const hay = new Haystack(needles)
    return [...kept].flatMap(([place, text]) => hay.search(text).map((needle) => ({ place, ...needle })))
  }
  beforeAll(async () => {
    kept = await everythingKept()
  }, 120_000)

  it('were really there: hits, misses, proposals, samples, comments and reports were made of them', () => {
    expect(served.hit).toBeGreaterThanOrEqual(1_000)
    expect(served.miss).toBeGreaterThan(1_000)
    for (const place of [
      'miss.masked_text',
      'proposal_sample.text',
      'comment.text',
      'hit_report.reason',
      'decision.reason',
      'phrasing.text',
      'audit_event.leaf',
      'usage_hour.model',
      'redis',
      'logs',
    ])
      expect(kept.get(place)?.length ?? 0, place).toBeGreaterThan(20)
    // The search finds what is there: what was written as an answer is.
    expect(found(structured).filter(({ place }) => written.has(place)).length).toBeGreaterThan(1_000)
  })

  it('left no structured personal data anywhere but in the answers people are working on', () => {
    const leaked = found(structured).filter(({ place }) => !written.has(place))
    const byPlace: Record<string, Needle[]> = {}
    for (const one of leaked) (byPlace[`${one.place}: ${one.kind}`] ??= []).push(one)
    const counts = Object.fromEntries(
      Object.entries(byPlace).map(([where, all]) => [
        where,
        [all.length, ...all.slice(0, 5).map((n) => n.value)],
      ]),
    )
    expect(counts).toEqual({})
  })

  it('left no name said with "my name is" and no address in what questions leave behind', () => {
    const places = new Set([
      'miss.masked_text',
      'proposal_sample.text',
      'memo.masked_text',
      'judgement.masked_text',
      'redis',
      'logs',
      'metrics',
      'hit_report.reason',
    ])
    const leaked = found([...names, ...addresses]).filter(({ place }) => places.has(place))
    expect(leaked.slice(0, 10)).toEqual([])
  })
})
