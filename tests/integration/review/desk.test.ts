import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeEntryState } from '@/lib/entries/change-entry-state'
import { exportEntries } from '@/lib/entries/export-entries'
import { rollbackEntry } from '@/lib/entries/rollback-entry'
import { newId } from '@/lib/kernel/ids'
import { hourMs } from '@/lib/kernel/time'
import { assignProposals } from '@/lib/proposals/desk/assign-proposals'
import { authorEntry } from '@/lib/proposals/intake/author-entry'
import { bulkReject } from '@/lib/proposals/desk/bulk-reject'
import { addComment, listComments } from '@/lib/proposals/desk/discuss'
import { getContext } from '@/lib/proposals/get-context'
import { getProposal, listProposals } from '@/lib/proposals/get-proposal'
import { importEntries } from '@/lib/proposals/intake/import-entries'
import { priorityOf } from '@/lib/proposals/desk/priority'
import { queueSummary } from '@/lib/proposals/desk/queue-summary'
import { listNotifications } from '@/lib/proposals/desk/read-notifications'
import { reportHit } from '@/lib/proposals/intake/report-hit'
import { reviewLapsed } from '@/lib/proposals/intake/review-lapsed'
import { reviewQuality } from '@/lib/proposals/quality/review-quality'
import { ProposalQuery } from '@/lib/proposals/schema'
import { seedAuditItems, seedRolledBack } from '@/lib/proposals/quality/seed-audit-items'
import { setFreshness } from '@/lib/entries/set-freshness'
import { warnOfSla } from '@/lib/proposals/desk/warn-of-sla'
import { openHarness, refusal, type Harness } from './harness'

let h: Harness
beforeAll(async () => {
  h = await openHarness()
})
afterAll(() => h.close())
const caller = <P>(principal: P) => ({ principal, request_id: 'req_test' })
const query = (input: object = {}) => ProposalQuery.parse(input)

describe('the queue', () => {
  test('pages by priority hold every proposal once, in the order of the formula', async () => {
    const q = await openHarness()
    const key = await q.key()
    const rows = Array.from({ length: 137 }, (_, i) => [
      newId('prop'),
      ['low', 'medium', 'high'][i % 3],
      1 + ((i * 7) % 40),
      new Date(Date.now() - ((i * 13) % 90) * hourMs),
    ])
    for (const [i, row] of rows.entries()) {
      await q.owner.query(
        `INSERT INTO proposal (id, workspace_id, scope, key, risk, answer, model_answer, content_hash, count, created_at)
         VALUES ($1, $2, 'default', $3, $4, 'A', 'A', 'x', $5, $6)`,
        [row[0], q.workspaceId, `k${i}`, row[1], row[2], row[3]],
      )
    }
    const seen: { id: string; score: number }[] = []
    const begun = q.clock.now()
    let cursor: string | undefined
    do {
      const page = await listProposals(q.review, key, query({ limit: 20, ...(cursor ? { cursor } : {}) }))
      expect(page.total).toBe(137)
      seen.push(...page.items.map((item) => ({ id: item.id, score: priorityOf(item, begun).score })))
      cursor = page.next_cursor ?? undefined
    } while (cursor)
    expect(new Set(seen.map((item) => item.id)).size).toBe(137)
    for (let i = 1; i < seen.length; i++)
      expect(seen[i]!.score).toBeLessThanOrEqual(seen[i - 1]!.score + 1e-3)
    for (const sort of ['newest', 'oldest', 'count']) {
      const first = await listProposals(q.review, key, query({ limit: 100, sort }))
      const rest = await listProposals(q.review, key, query({ limit: 100, sort, cursor: first.next_cursor! }))
      expect(new Set([...first.items, ...rest.items].map((item) => item.id)).size).toBe(137)
    }
    await q.close()
  })

  test('a page costs the same number of statements, however long it is', async () => {
    await h.fold('cost_a')
    await h.fold('cost_b')
    const key = await h.key()
    expect((await refusal(listProposals(h.review, key, query({ cursor: 'nonsense' })))).code).toBe(
      'invalid_input',
    )
    const page = await listProposals(h.review, key, query({ status: 'pending', search: 'cost_' }))
    expect(page.items.map((item) => item.key).sort()).toEqual(['cost_a', 'cost_b'])
    expect(page.items[0]).toMatchObject({ needs: 1, samples: [{ count: 1 }] })
    expect((await listProposals(h.review, key, query({ search: '%' }))).items).toEqual([])
  })

  test('a seeded item looks like any other', async () => {
    const admin = await h.person('admin')
    await seedAuditItems(h.review, caller(admin), {
      items: [{ key: 'planted', scope: 'default', answer: 'Wrong on purpose.', known: 'bad' }],
    })
    const page = await listProposals(h.review, admin, query({ key: 'planted' }))
    expect(page.items[0]).toMatchObject({ origin: 'miss', status: 'pending' })
    expect(JSON.stringify(page.items[0])).not.toContain('seeded')
    expect((await listProposals(h.review, admin, query({ origin: 'seeded' }))).items).toEqual([])
    await h.decide(await h.key(), page.items[0]!.id)
    const quality = await reviewQuality(h.review, admin, 30)
    expect(quality.false_positive).toMatchObject({ hits: 1, trials: 1, rate: 1 })
  })

  test('the second reviewer votes blind', async () => {
    await h.intent('blind', 'high')
    const id = await h.fold('blind')
    const [first, second] = [await h.key(), await h.key()]
    await h.decide(first, id)
    expect((await getProposal(h.review, second, id)).decisions).toEqual([])
    expect((await getProposal(h.review, first, id)).decisions).toHaveLength(1)
    await h.decide(second, id)
    expect((await getProposal(h.review, second, id)).decisions).toHaveLength(2)
  })

  test('summary counts what waits', async () => {
    const summary = await queueSummary(h.review, await h.person('viewer'))
    expect(summary.pending).toBeGreaterThan(0)
    expect(summary.keys.length).toBeGreaterThan(0)
  })
})

describe('working together', () => {
  test('many are rejected one by one; what changed or is claimed is left alone', async () => {
    const ann = await h.person()
    const [a, b] = [await h.fold('bulk_a'), await h.fold('bulk_b')]
    const items = [
      { id: a, content_hash: await h.hash(a) },
      { id: b, content_hash: 'stale-hash' },
    ]
    const outcomes = await bulkReject(h.review, caller(ann), { items, reason_code: 'style', reason: '' })
    expect(outcomes.map((outcome) => outcome.code)).toEqual([null, 'content_changed'])
    expect((await getProposal(h.review, ann, a)).status).toBe('rejected')
  })

  test('a rejected answer is not proposed again, another one is', async () => {
    const ann = await h.person()
    const id = await h.fold('again', 'Wrong.')
    await h.decide(ann, id, { decision: 'reject', reason_code: 'wrong' })
    await expect(h.fold('again', 'Wrong.')).rejects.toThrow('rejected_before')
    await expect(h.fold('again', 'Better.')).resolves.toBeTruthy()
  })

  test('work is assigned only to people who may decide', async () => {
    const [ann, viewer] = [await h.person(), await h.person('viewer')]
    const id = await h.fold('assigned')
    const bad = assignProposals(h.review, caller(ann), { ids: [id], user_id: viewer.user_id })
    expect((await refusal(bad)).code).toBe('invalid_input')
    expect(await assignProposals(h.review, caller(ann), { ids: [id], user_id: ann.user_id })).toEqual([id])
    const mine = await listProposals(h.review, ann, query({ mine: 'true' }))
    expect(mine.items.map((item) => item.id)).toEqual([id])
  })

  test('a mention reaches its member, and nobody outside', async () => {
    const [ann, bob] = [await h.person(), await h.person()]
    const id = await h.fold('talk')
    const subject = { type: 'proposal' as const, id }
    const comment = { text: 'What do you think?', mentions: [bob.user_id, 'usr_stranger'] }
    expect((await addComment(h.review, caller(ann), subject, comment)).mentions).toEqual([bob.user_id])
    expect(await listComments(h.review, bob, subject)).toHaveLength(1)
    const kinds = (await listNotifications(h.review, bob)).map((notice) => notice.kind)
    expect(kinds).toContain('mention')
  })

  test('context shows the live answer and neighbours that could be confused', async () => {
    await h.decide(
      await h.key(),
      await h.fold('ship_where', 'Your parcel ships from our warehouse in Berlin.'),
    )
    const id = await h.fold('ship_when', 'Your parcel ships from our warehouse tomorrow.')
    const context = await getContext(h.review, await h.person(), id)
    expect(context.live).toBeNull()
    expect(context.neighbours[0]).toMatchObject({ key: 'ship_where' })
  })
})

describe('entries', () => {
  test('an answer written by hand takes the same road, with its author as editor', async () => {
    const ann = await h.person()
    await h.intent('authored', 'high')
    const proposal = await authorEntry(h.review, caller(ann), {
      key: 'authored',
      scope: 'default',
      answer: 'Mine.',
    })
    expect(proposal).toMatchObject({ origin: 'edit', status: 'pending', edited_by: [ann.user_id], needs: 2 })
    expect((await refusal(h.decide(ann, proposal.id))).code).toBe('forbidden')
    const twice = authorEntry(h.review, caller(ann), { key: 'authored', scope: 'default', answer: 'More.' })
    expect((await refusal(twice)).code).toBe('conflict')
  })

  test('an import lands as proposals and names its bad lines', async () => {
    const ann = await h.person()
    const text = 'key,answer,scope\nimported_a,"Hello, you.",\nBAD KEY,x,\nimported_a,twice,\n'
    const outcome = await importEntries(h.review, caller(ann), { format: 'csv', text })
    expect(outcome).toMatchObject({ created: 1, skipped: 2 })
    expect(outcome.rows.map((row) => [row.line, row.outcome])).toEqual([
      [2, 'created'],
      [3, 'invalid'],
      [4, 'skipped'],
    ])
  })

  test('an export holds the live answers, and no cell a spreadsheet would run', async () => {
    await h.decide(await h.key(), await h.fold('formula', '=1+1 is two'))
    let csv = ''
    for await (const chunk of await exportEntries(h.entries, caller(await h.person()), 'csv')) csv += chunk
    expect(csv.split('\n')[0]).toContain('key,scope,answer')
    expect(csv).toContain(`'=1+1 is two`)
  })

  test('a report quarantines by policy, once a hit, and opens a review', async () => {
    const q = await openHarness()
    await q.intent('reported', 'low')
    await q.setPolicy({ quarantine_after_reports: 2 })
    const { entry } = await q.decide(await q.key(), await q.fold('reported', 'Live answer.'))
    const deps = { ...q.review, readHit: () => ({ entry_id: entry!.id, version: 1 }) }
    const service = { ...(await q.key()), scopes: ['lookup' as const] }
    const first = await reportHit(deps, caller(service), 'hit_1', 'wrong')
    expect(first).toMatchObject({ quarantined: false, proposal_id: expect.stringMatching(/^prop_/) })
    expect((await reportHit(deps, caller(service), 'hit_1', 'wrong')).quarantined).toBe(false)
    expect((await reportHit(deps, caller(service), 'hit_2', 'wrong')).quarantined).toBe(true)
    const again = await q.decide(await q.key(), first.proposal_id!)
    expect(again.entry).toMatchObject({ version: 2 })
    const after = await q.review.unit.read(q.workspaceId).entries.get(entry!.id)
    expect(after).toMatchObject({ state: 'active', current_version: 2 })
    await q.close()
  })

  test('a rolled-back answer becomes a known-bad item once', async () => {
    const q = await openHarness()
    await q.intent('regret', 'low')
    const { entry } = await q.decide(await q.key(), await q.fold('regret', 'Right.'))
    await q.decide(await q.key(), await q.fold('regret', 'Wrong.'))
    const admin = await q.person('admin')
    await rollbackEntry(q.entries, caller(admin), entry!.id, { to_version: 1, reason: 'it was wrong' })
    expect(await seedRolledBack(q.review, q.workspaceId)).toBe(1)
    expect(await seedRolledBack(q.review, q.workspaceId)).toBe(0)
    await q.close()
  })

  test('an entry past its review-by date comes before people again, once, and stays live', async () => {
    const q = await openHarness()
    await q.intent('stale', 'low')
    const ann = await q.person()
    const { entry } = await q.decide(await q.key(), await q.fold('stale', 'Still true?'))
    const review_by = new Date(q.clock.now().getTime() + hourMs).toISOString()
    await setFreshness(q.entries, caller(ann), entry!.id, { owner: 'Shop', source_url: null, review_by })
    expect(await reviewLapsed(q.review, q.workspaceId)).toBe(0)
    q.clock.advance(2 * hourMs)
    expect(await reviewLapsed(q.review, q.workspaceId)).toBe(1)
    expect(await reviewLapsed(q.review, q.workspaceId)).toBe(0)
    const page = await listProposals(q.review, ann, query({ origin: 'freshness' }))
    expect(page.items).toHaveLength(1)
    await q.decide(await q.key(), page.items[0]!.id)
    expect(await reviewLapsed(q.review, q.workspaceId)).toBe(0)
    await q.close()
  })

  test('people are told once of a proposal that nears its goal', async () => {
    const q = await openHarness()
    const ann = await q.person()
    await q.fold('slow')
    expect(await warnOfSla(q.review, q.workspaceId)).toBe(0)
    q.clock.advance(19 * hourMs)
    expect(await warnOfSla(q.review, q.workspaceId)).toBe(1)
    expect(await warnOfSla(q.review, q.workspaceId)).toBe(0)
    expect((await listNotifications(q.review, ann)).map((n) => n.kind)).toEqual(['sla_at_risk'])
    await q.close()
  })

  test('an operator may quarantine but not restore; everybody who decides is told', async () => {
    const [ann, bob, admin] = [await h.person(), await h.person(), await h.person('admin')]
    const { entry } = await h.decide(await h.key(), await h.fold('quarantine_me'))
    await changeEntryState(h.entries, caller(ann), entry!.id, 'quarantine', 'looks wrong')
    const refused = await refusal(
      changeEntryState(h.entries, caller(ann), entry!.id, 'restore', 'it is fine'),
    )
    expect(refused.code).toBe('forbidden')
    expect((await listNotifications(h.review, bob)).map((n) => n.kind)).toContain('entry_quarantined')
    const restored = await changeEntryState(h.entries, caller(admin), entry!.id, 'restore', 'it is fine')
    expect(restored.state).toBe('active')
  })
})
