import { beforeEach, describe, expect, it } from 'vitest'
import { judgeHit, listJudgements, summarizeJudgements } from '@/lib/normalization/judgements/judge-hit'
import { JudgementQuery } from '@/lib/normalization/judgements/schema'
import { composeNormalization } from '@/lib/server/compose/normalization'
import { makeWorkspace, openTestDatabase, personIn, testBase } from './workspace'

const database = openTestDatabase()
const quarantined: string[] = []
const app = composeNormalization(testBase(database), {
  quarantine: async (_workspaceId, entryId) => quarantined.push(entryId) > 0,
})

describe('judgements', () => {
  let workspaceId: string
  beforeEach(async () => {
    workspaceId = await makeWorkspace(database)
    quarantined.length = 0
  })

  function served(text: string, times = 1) {
    const entry = { id: 'ent_1', version: 2 }
    for (let i = 0; i < times; i++)
      app.sampleHit({ workspaceId, key: 'cancel_order', entry, canonical: text })
  }
  async function waiting() {
    await app.flush()
    return (await listJudgements(app, personIn(workspaceId, 'operator'), JudgementQuery.parse({}))).items
  }

  it('the same text is judged once and counts for every sampled hit', async () => {
    served('cancel order', 3)
    await app.flush()
    served('cancel order', 2)
    expect(await waiting()).toMatchObject([{ masked_text: 'cancel order', count: 5 }])
  })

  it('texts that redaction makes equal are one row', async () => {
    served('write to jo@example.com')
    served('write to al@example.com')
    expect(await waiting()).toMatchObject([{ masked_text: 'write to {{email}}', count: 2 }])
  })

  it('a wrong answer among few takes the entry out of service and says so', async () => {
    served('undo the cancellation')
    const [item] = await waiting()
    const result = await judgeHit(app, personIn(workspaceId, 'operator'), item!.id, {
      correct: false,
      note: 'reversal',
    })
    expect(result.quarantined?.reason).toMatch(/1 of 1 judged hits were wrong/)
    expect(quarantined).toEqual(['ent_1'])
  })

  it('one wrong answer among hundreds is within the budget', async () => {
    served('cancel order', 300)
    served('cancel it')
    // The right ones first: one wrong answer among one would be reason enough.
    const items = (await waiting()).sort((x, y) => y.count - x.count)
    const operator = personIn(workspaceId, 'operator')
    for (const item of items) await judgeHit(app, operator, item.id, { correct: item.count > 1, note: '' })
    expect(quarantined).toEqual([])
    const summary = await summarizeJudgements(app, operator)
    expect(summary).toMatchObject({ judged: 301, wrong: 1, needed: 0 })
  })

  it('nobody judges twice, and a viewer not at all', async () => {
    served('cancel order')
    const [item] = await waiting()
    const verdict = { correct: true, note: '' }
    await expect(judgeHit(app, personIn(workspaceId, 'viewer'), item!.id, verdict)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await judgeHit(app, personIn(workspaceId, 'operator'), item!.id, verdict)
    await expect(judgeHit(app, personIn(workspaceId, 'operator'), item!.id, verdict)).rejects.toMatchObject({
      code: 'already_decided',
    })
  })

  it('a new workspace may not go live before enough was judged', async () => {
    const operator = personIn(workspaceId, 'operator')
    expect(await summarizeJudgements(app, operator)).toMatchObject({ may_go_live: false, needed: 200 })
    const miss = {
      scope: 'default',
      key: 'cancel_order',
      reason: 'shadow',
      user_hash: null,
      would_serve: 'ent_9@1',
    }
    for (let i = 0; i < 4; i++)
      await app.recordMisses(workspaceId, [{ ...miss, masked_text: 'cancel order', count: 50 }])
    const [item] = await waiting()
    expect(item).toMatchObject({ source: 'shadow', count: 200, entry_id: 'ent_9' })
    await judgeHit(app, operator, item!.id, { correct: true, note: '' })
    expect(await summarizeJudgements(app, operator)).toMatchObject({ may_go_live: true, needed: 0 })
  })
})
