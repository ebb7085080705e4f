import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { judgeHit, listJudgements, summarizeJudgements } from '@/lib/normalization/judgements/judge-hit'
import { JudgementQuery } from '@/lib/normalization/judgements/schema'
import { composeNormalization, type Normalization } from '@/lib/server/compose/normalization'
import type { UsageEvent } from '@/lib/usage/schema'
import { plans } from '@/lib/workspaces/plans'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import { makeWorkspace, openTestDatabase, personIn, testBase } from './workspace'

const database = openTestDatabase()

describe('a model’s opinion of sampled hits', () => {
  let server: http.Server
  let app: Normalization
  let workspaceId: string
  const usage: UsageEvent[] = []
  const asked: string[] = []
  let broken = false

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => {
        const { messages } = JSON.parse(body) as { messages: { content: string }[] }
        const question = messages[0]!.content
        asked.push(question)
        if (broken) return void response.writeHead(500).end('{}')
        const verdict = question.includes('undo') ? 'wrong' : question.includes('odd') ? 'no form' : 'right'
        const text = JSON.stringify({ verdict, reason: `It says ${verdict}.` })
        const usage = { input_tokens: 100, output_tokens: 20 }
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ model: 'claude-haiku-4-5', content: [{ type: 'text', text }], usage }))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const base = testBase(database)
    const env = { ...base.env, ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: url }
    app = composeNormalization(
      { ...base, env },
      { usage: { count: (event) => void usage.push(event) }, quarantine: async () => true },
    )
  })
  afterAll(async () => {
    await app.close()
    await new Promise((resolve) => server.close(resolve))
  })
  beforeEach(async () => {
    workspaceId = await makeWorkspace(database)
    asked.length = 0
    usage.length = 0
    broken = false
    await wants(true)
  })

  const wants = (hit_opinions: boolean) =>
    database.prisma.workspace.update({
      where: { id: workspaceId },
      data: { policy: WorkspacePolicy.parse({ hit_opinions }) },
    })
  async function sampled(...texts: string[]) {
    for (const canonical of texts)
      app.sampleHit({ workspaceId, key: 'cancel_order', entry: { id: 'ent_1', version: 2 }, canonical })
    await app.flush()
  }
  const list = (state: 'waiting' | 'judged' = 'waiting', more: object = {}) =>
    listJudgements(app, personIn(workspaceId, 'operator'), JudgementQuery.parse({ state, ...more }))

  it('is not asked for unless the policy wants it', async () => {
    await wants(false)
    await sampled('cancel order')
    expect(await app.askOpinions(workspaceId)).toBe(0)
    expect(asked).toEqual([])
  })

  it('is asked for once, its cost counted apart from what customers ask', async () => {
    await sampled('cancel order', 'undo the cancellation')
    expect(await app.askOpinions(workspaceId)).toBe(2)
    expect(await app.askOpinions(workspaceId)).toBe(0)
    expect(asked).toHaveLength(2)
    expect(usage).toHaveLength(2)
    // 100 tokens at 1 $ and 20 at 5 $ a million.
    expect(usage[0]).toMatchObject({ reason: 'hit_opinion', workspace_id: workspaceId, cost_usd: 0.0002 })
  })

  it('puts suspected ones first, over pages too, and tells nobody before they have judged', async () => {
    await sampled('undo the cancellation')
    await sampled('cancel order', 'cancel my order', 'odd')
    await app.askOpinions(workspaceId)
    const first = await list('waiting', { limit: 1 })
    expect(first.items).toMatchObject([{ masked_text: 'undo the cancellation', opinion: null }])
    const rest = await list('waiting', { limit: 10, cursor: first.next_cursor })
    expect(rest.items.map(({ masked_text }) => masked_text).sort()).toEqual([
      'cancel my order',
      'cancel order',
      'odd',
    ])
    expect([...rest.items, ...first.items].every(({ opinion }) => opinion === null)).toBe(true)
    expect(JSON.stringify(rest)).not.toContain('It says')

    const { judgement } = await judgeHit(app, personIn(workspaceId, 'operator'), first.items[0]!.id, {
      correct: true,
      note: '',
    })
    expect(judgement.opinion).toMatchObject({
      verdict: 'wrong',
      reason: 'It says wrong.',
      model: 'claude-haiku-4-5',
    })
    expect((await list('judged')).items[0]!.opinion).toMatchObject({ verdict: 'wrong' })
  })

  it('never counts as a judgement', async () => {
    await sampled('undo the cancellation', 'undo it')
    await app.askOpinions(workspaceId)
    const summary = await summarizeJudgements(app, personIn(workspaceId, 'operator'))
    expect(summary).toMatchObject({ judged: 0, wrong: 0, waiting: 2 })
    expect(summary.intents[0]).toMatchObject({ state: 'unknown' })
  })

  it('is unsure when the model keeps to no form, and is not asked again', async () => {
    await sampled('odd')
    expect(await app.askOpinions(workspaceId)).toBe(1)
    const row = await database.prisma.judgement.findFirstOrThrow({ where: { workspace_id: workspaceId } })
    expect(row).toMatchObject({ opinion: 'unsure', opinion_reason: '', judged_at: null })
  })

  it('waits for the next round when the model is away', async () => {
    await sampled('cancel order')
    broken = true
    await expect(app.askOpinions(workspaceId)).rejects.toThrow()
    broken = false
    expect(await app.askOpinions(workspaceId)).toBe(1)
  })

  it('is not in every plan', async () => {
    await database.prisma.workspace.update({ where: { id: workspaceId }, data: { plan: plans.standard.id } })
    await sampled('cancel order')
    expect(await app.askOpinions(workspaceId)).toBe(0)
  })
})
