import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as lookup } from '@/app/api/v1/lookup/route'
import { requireJudged } from '@/lib/normalization/judgements/require-judged'
import { systemCaller } from '@/lib/normalization/authority'
import { addWorkspace } from '@/lib/workspaces/create-workspace'
import { newId } from '@/lib/kernel/ids'
import type { LookupResponse } from '@/lib/lookup/schema'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'

describe('shadow mode', () => {
  let test: TestApp
  beforeAll(async () => {
    test = await makeTestApp()
    await test.approve('track_order', 'Order {{order_id}} is on its way.')
    await test.app.publishing.publisher.drain()
  })
  afterAll(() => test.app.close())
  const ask = async () =>
    bodyOf<LookupResponse>(
      await lookup.answer(
        callOf('/api/v1/lookup', { key: test.lookupKey, body: { query: 'where is my order 55120' } }),
      ),
    )

  it('serves nothing, and says what it would have served', async () => {
    expect((await ask()).status).toBe('hit')
    await test.app.db.prisma.workspace.update({ where: { id: test.workspaceId }, data: { mode: 'shadow' } })
    test.app.lookup.live.invalidate(test.workspaceId)
    await expect.poll(async () => (await ask()).status).toBe('miss')
    expect(JSON.stringify(await ask())).toContain('would serve ent_')
  })

  it('is where a new workspace starts, and it may not go live before enough was judged', async () => {
    const id = newId('ws')
    await test.app.workspaces.unit.transact(id, (tx) =>
      addWorkspace(tx, {
        id,
        name: 'New',
        slug: id.replace('_', '-'),
        actor: { type: 'system', id: 'test' },
        now: new Date(),
      }),
    )
    const { mode } = await test.app.db.prisma.workspace.findUniqueOrThrow({ where: { id } })
    expect(mode).toBe('shadow')
    await expect(requireJudged(test.app.normalization, systemCaller(id))).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})
