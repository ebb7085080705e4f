import { beforeEach, describe, expect, it } from 'vitest'
import { addPhrasings, removePhrasing } from '@/lib/normalization/intents/edit-phrasings'
import { listIntents } from '@/lib/normalization/intents/find-intents'
import { learnFromRejection } from '@/lib/normalization/intents/learn-from-rejection'
import {
  createIntent,
  deleteIntent,
  updateIntent,
  upsertIntents,
} from '@/lib/normalization/intents/save-intent'
import { systemCaller, type Caller } from '@/lib/normalization/authority'
import { composeNormalization } from '@/lib/server/compose/normalization'
import { eventsOf, makeWorkspace, openTestDatabase, personIn, testBase } from './workspace'

const database = openTestDatabase()
const app = composeNormalization(testBase(database))
const author = { source: 'author' as const }

describe('intents', () => {
  let workspaceId: string
  let operator: Caller
  beforeEach(async () => {
    workspaceId = await makeWorkspace(database)
    operator = personIn(workspaceId, 'operator')
  })

  it('a bad pattern is refused with the field that holds it', async () => {
    const attempt = createIntent(app, operator, { key: 'cancel_order', patterns: ['cancel', 'a(b'] })
    await expect(attempt).rejects.toMatchObject({ code: 'invalid_input', fields: [{ field: 'patterns.1' }] })
  })

  it('a pattern may name only slots of its intent', async () => {
    const attempt = createIntent(app, operator, { key: 'cancel_order', patterns: ['cancel … {order_id}'] })
    await expect(attempt).rejects.toMatchObject({ fields: [{ field: 'patterns.0' }] })
  })

  it('a key is given once in a workspace', async () => {
    await createIntent(app, operator, { key: 'refund' })
    await expect(createIntent(app, operator, { key: 'refund' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('viewers and auditors cannot edit', async () => {
    for (const role of ['viewer', 'auditor'] as const) {
      const attempt = createIntent(app, personIn(workspaceId, role), { key: 'refund' })
      await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  it('an example that collides with another intent is refused, and the other is named', async () => {
    await createIntent(app, operator, { key: 'cancel_order', phrasings: ['cancel my order 12345'] })
    const other = await createIntent(app, operator, { key: 'change_order' })
    const attempt = addPhrasings(app, operator, other.id, {
      ...author,
      texts: ['Please cancel my order #99999!'],
    })
    await expect(attempt).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('cancel_order'),
    })
  })

  it('phrasings keep no personal literals, and one is stored once', async () => {
    const intent = await createIntent(app, operator, { key: 'change_email' })
    const { added } = await addPhrasings(app, operator, intent.id, {
      ...author,
      texts: ['change my email to jo@example.com', 'change my email to al@example.org'],
    })
    expect(added.map(({ text }) => text)).toEqual(['change my email to {{email}}'])
    await removePhrasing(app, operator, { intent: intent.id, phrasing: added[0]!.id })
    const events = await eventsOf(database, workspaceId)
    expect(events).toEqual(['intent.created', 'phrasing.added', 'phrasing.removed'])
  })

  it('another workspace neither sees nor edits it', async () => {
    const intent = await createIntent(app, operator, { key: 'refund' })
    const stranger = personIn(await makeWorkspace(database), 'admin')
    const page = await listIntents(app, stranger, { limit: 10 })
    expect(page.items).toEqual([])
    await expect(updateIntent(app, stranger, intent.id, { title: 'Mine' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(deleteIntent(app, stranger, intent.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('two people who add the same example to two intents at once: one is refused', async () => {
    const [a, b] = [
      await createIntent(app, operator, { key: 'a_one' }),
      await createIntent(app, operator, { key: 'b_two' }),
    ]
    const results = await Promise.allSettled(
      [a, b].map(({ id }) => addPhrasings(app, operator, id, { ...author, texts: ['stop the parcel'] })),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('upserting twice changes nothing the second time', async () => {
    const input = [{ key: 'refund', phrasings: ['I want my money back'] }]
    await upsertIntents(app, systemCaller(workspaceId), input)
    await upsertIntents(app, systemCaller(workspaceId), input)
    expect(await eventsOf(database, workspaceId)).toEqual(['intent.created'])
  })

  it('rejected questions become a reject class, without what some intent has approved', async () => {
    await createIntent(app, operator, { key: 'cancel_order', phrasings: ['cancel my order'] })
    const learned = await learnFromRejection(app, systemCaller(workspaceId), {
      key: 'cancel_order',
      texts: ['why was my order cancelled', 'cancel my order'],
      why: 'wrong_intent',
    })
    expect(learned).toEqual({ intent: 'not_cancel_order', added: 1 })
    const page = await listIntents(app, operator, { status: 'rejected', limit: 10 })
    expect(page.items).toMatchObject([{ key: 'not_cancel_order', phrasing_count: 1 }])
  })

  it('rejecting an intent makes its remembered decisions void', async () => {
    const intent = await createIntent(app, operator, { key: 'refund' })
    const { memos } = app.unit.read(workspaceId)
    const memo = {
      masked_text: 'money back',
      key: 'refund',
      source: 'llm' as const,
      vote: {},
      cost_usd: 0,
      release_hash: '',
    }
    await memos.add(memo, new Date())
    await updateIntent(app, operator, intent.id, { status: 'rejected' })
    expect(await memos.find('money back')).toBeNull()
  })
})
