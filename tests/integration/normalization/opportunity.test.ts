import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { POST as create } from '@/app/api/console/analyze/[analysis]/intents/route'
import { DELETE, GET as one } from '@/app/api/console/analyze/[analysis]/route'
import { GET as list, POST as upload } from '@/app/api/console/analyze/route'
import {
  maxLogBytes,
  type AnalysisDetail,
  type CreatedFromAnalysis,
} from '@/lib/normalization/opportunity/schema'
import type { RouteHandler } from '@/lib/server/http/route'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'
import { signedIn } from '../../support/session'

let made: TestApp
let other: TestApp
let operator: Record<string, string>
let stranger: Record<string, string>

beforeAll(async () => {
  other = await makeTestApp()
  stranger = await signedIn(other, 'operator')
  made = await makeTestApp()
  operator = await signedIn(made, 'operator')
}, 60_000)
afterAll(async () => {
  await made.app.close()
  await other.app.close()
})

type Ask = { body?: string; type?: string; query?: string; analysis?: string; as?: Record<string, string> }

async function ask<T = Record<string, unknown>>(handler: RouteHandler, options: Ask = {}) {
  const { body, type = 'application/json', query = '', analysis, as = operator } = options
  const call = callOf(handler.spec.path + query, {
    method: handler.spec.method,
    headers: { ...as, ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body }),
  })
  const reply = await handler.answer({ ...call, params: analysis ? { analysis } : {} })
  return { status: reply.status, text: String(reply.body), body: bodyOf<T>(reply) }
}

async function analyzed(text: string, name: string, type = 'application/x-ndjson'): Promise<AnalysisDetail> {
  const started = await ask<AnalysisDetail>(upload, { body: text, type, query: `?name=${name}` })
  expect(started.status, started.text).toBe(202)
  for (let tries = 0; tries < 400; tries++) {
    const { body } = await ask<AnalysisDetail>(one, { analysis: started.body.id })
    if (body.status !== 'running') return body
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('It is still being read.')
}

const questions = [
  ...[
    'renew my library card',
    'how do I renew a library card',
    'library card renewal',
    'renew library card of Maria Keller, maria.keller@example.org',
  ],
  ...['which bus goes to the harbour', 'bus to the harbour', 'is there a harbour bus', 'harbour bus times'],
  ...['is order 48213 delayed', 'order 99120 delayed?', 'why is order #77341 delayed'],
  'quantum entanglement',
]
const log = questions
  .map((text) => JSON.stringify({ text, input_tokens: 400, output_tokens: 100 }))
  .join('\n')

describe('opportunity report', () => {
  let report: AnalysisDetail

  test('a log becomes candidate intents with coverage and savings, read off the request’s path', async () => {
    report = await analyzed(log, 'support.jsonl')
    expect(report).toMatchObject({ status: 'done', error: '', file_name: 'support.jsonl', made: [] })
    expect(report.report).toMatchObject({
      rows: 12,
      candidates: 3,
      price: { counted_rows: 12, input_tokens: 400 },
    })
    const shares = report.report!.curve.map(({ share }) => share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBeCloseTo(11 / 12)
  }, 90_000)

  test('nothing personal is in it, and nothing of the log is stored beside it', async () => {
    const rows = await made.app.db.prisma.logAnalysis.findMany({ where: { workspace_id: made.workspaceId } })
    const kept = JSON.stringify(rows)
    expect(kept).toContain('{{order_id}}')
    for (const personal of ['maria.keller@example.org', '48213', '99120', '77341'])
      expect(kept).not.toContain(personal)
    expect(kept).not.toContain('quantum')
  })

  test('chosen groups become intents with phrasings and slots, audited; nothing is served by it', async () => {
    const orders = report.report!.intents.find(({ slots }) => slots.includes('order_id'))!
    const bus = report.report!.intents.find(({ examples }) => examples.some((text) => text.includes('bus')))!
    const releases = await made.app.db.prisma.release.count({ where: { workspace_id: made.workspaceId } })
    const chosen = [
      { rank: orders.rank, key: 'order_delayed' },
      { rank: bus.rank, key: 'cancel_order' },
    ]
    const reply = await ask<CreatedFromAnalysis>(create, {
      analysis: report.id,
      body: JSON.stringify({ intents: chosen }),
    })
    // The key of the second is taken: it is refused by itself, with the reason.
    expect(reply.body.made).toEqual([{ rank: orders.rank, key: 'order_delayed' }])
    expect(reply.body.refused).toMatchObject([{ rank: bus.rank, key: 'cancel_order' }])
    const intent = await made.app.db.prisma.intent.findFirst({
      where: { workspace_id: made.workspaceId, key: 'order_delayed' },
      include: { phrasings: true },
    })
    expect(intent!.phrasings.map(({ text }) => text).sort()).toEqual([...orders.examples].sort())
    expect(intent!.slots).toMatchObject([{ name: 'order_id', type: 'order_id', required: false }])
    const events = await made.app.db.prisma.auditEvent.findMany({ where: { workspace_id: made.workspaceId } })
    const audited = events.filter(
      ({ type, target_id }) => type === 'intent.created' && target_id === intent!.id,
    )
    expect(audited).toMatchObject([{ actor_type: 'user' }])
    expect(events.map(({ type }) => type)).toContain('analysis.started')
    expect(await made.app.db.prisma.release.count({ where: { workspace_id: made.workspaceId } })).toBe(
      releases,
    )
    expect(await made.app.db.prisma.entry.count({ where: { workspace_id: made.workspaceId } })).toBe(0)
  })

  test('a group is made once, and the report remembers', async () => {
    const orders = report.report!.intents.find(({ slots }) => slots.includes('order_id'))!
    const again = { intents: [{ rank: orders.rank, key: 'order_delayed_too' }] }
    const reply = await ask<CreatedFromAnalysis>(create, { analysis: report.id, body: JSON.stringify(again) })
    expect(reply.body).toMatchObject({ made: [], refused: [{ detail: 'It was made already.' }] })
    const { body } = await ask<AnalysisDetail>(one, { analysis: report.id })
    expect(body.made).toEqual([{ rank: orders.rank, key: 'order_delayed' }])
  })

  test('what cannot be read says which row; what is too large or no text is refused', async () => {
    const broken = await analyzed('{"text":"hello"}\n{"nothing":1}', 'broken.jsonl')
    expect(broken).toMatchObject({ status: 'failed', report: null })
    expect(broken.error).toMatch(/broken\.jsonl:2: no field text/)
    const large = await ask(upload, { body: 'x'.repeat(10), type: 'application/json', query: '?name=a.txt' })
    expect(large.status).toBe(415)
    const huge = callOf('/api/console/analyze?name=a.txt', {
      method: 'POST',
      headers: { ...operator, 'content-type': 'text/plain' },
      body: '',
    })
    const limits: number[] = []
    await upload.answer({ ...huge, body: async (limit) => (limits.push(limit), Buffer.from('hello')) })
    expect(limits).toEqual([maxLogBytes])
  }, 90_000)

  test('another workspace sees none of it; an auditor may not upload', async () => {
    expect((await ask(one, { analysis: report.id, as: stranger })).status).toBe(404)
    expect((await ask<{ items: unknown[] }>(list, { as: stranger })).body.items).toEqual([])
    expect((await ask(DELETE, { analysis: report.id, as: stranger })).status).toBe(404)
    const auditor = await signedIn(made, 'auditor')
    const refused = await ask(upload, {
      body: log,
      type: 'application/x-ndjson',
      query: '?name=a.jsonl',
      as: auditor,
    })
    expect(refused.status).toBe(403)
  })

  test('a report can be taken away', async () => {
    expect((await ask(DELETE, { analysis: report.id })).status).toBe(200)
    expect((await ask(one, { analysis: report.id })).status).toBe(404)
  })
})
