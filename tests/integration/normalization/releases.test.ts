import { beforeAll, describe, expect, it } from 'vitest'
import { readLive } from '@/lib/adapters/postgres/live-source'

import { systemCaller } from '@/lib/normalization/authority'
import { createIntent, upsertIntents } from '@/lib/normalization/intents/save-intent'
import { loadRelease } from '@/lib/normalization/normalizer'
import { draftRelease } from '@/lib/normalization/releases/draft-release'
import { publishRelease, revertRelease } from '@/lib/normalization/releases/publish-release'
import { composeNormalization } from '@/lib/server/compose/normalization'
import { eventsOf, makeWorkspace, openTestDatabase, personIn, testBase } from './workspace'

const database = openTestDatabase()
const nudges: number[] = []
const app = composeNormalization(testBase(database), { nudge: () => nudges.push(1) })
const orderId = { name: 'order_id', type: 'order_id' as const, required: true, answer_determining: false }
const intents = [
  {
    key: 'cancel_order',
    slots: [orderId],
    patterns: ['cancel … {order_id}'],
    phrasings: [
      'cancel order 12345',
      'please stop shipment of order ABC-999',
      'I need to cancel order #12345',
    ],
  },
  { key: 'opening_hours', phrasings: ['when are you open', 'what are your opening hours'] },
]

async function trained(workspaceId: string) {
  const { release, finished } = await draftRelease(app, systemCaller(workspaceId), { notes: 'first' })
  expect(release.status).toBe('training')
  return finished
}

describe('releases', () => {
  let workspaceId: string
  beforeAll(async () => {
    workspaceId = await makeWorkspace(database)
    await upsertIntents(app, systemCaller(workspaceId), intents)
  })

  it('a draft trained in another process becomes what the workspace runs', async () => {
    const draft = await trained(workspaceId)
    expect(draft.error).toBe('')
    expect(draft.status).toBe('draft')
    expect(draft.preview).toMatchObject({ against: null })
    const live = await publishRelease(app, systemCaller(workspaceId), draft.id, { hash: draft.hash })
    expect(live.status).toBe('live')
    const facts = await readLive(database.prisma, workspaceId)
    const normalizer = loadRelease(facts!.release!)
    expect(normalizer.normalize('cancel order 777').key).toBe('cancel_order')
    expect(nudges.length).toBeGreaterThan(0)
  })

  it('the same intents give the same hash in another process', async () => {
    const draft = await trained(workspaceId)
    const other = composeNormalization(testBase(database))
    const { finished } = await draftRelease(other, systemCaller(workspaceId))
    expect((await finished).hash).toBe(draft.hash)
  })

  it('only one release is trained at a time', async () => {
    const first = await draftRelease(app, systemCaller(workspaceId))
    await expect(draftRelease(app, systemCaller(workspaceId))).rejects.toMatchObject({ code: 'conflict' })
    await first.finished
  })

  it('a database that goes away under a training is logged, and nothing else comes to harm', async () => {
    const logged: unknown[] = []
    const away = () => Promise.reject(new Error('the database is away'))
    const read: typeof app.unit.read = (workspace) => {
      const stores = app.unit.read(workspace)
      return { ...stores, releases: { ...stores.releases, get: away, setFailed: away } }
    }
    const broken = {
      ...app,
      unit: { ...app.unit, read },
      lab: { ...app.lab, train: away },
      onError: (error: unknown) => logged.push(error),
    }
    const unheard: unknown[] = []
    const hear = (error: unknown) => unheard.push(error)
    process.prependListener('unhandledRejection', hear)
    // As the route calls it: nobody waits for the end.
    const { release } = await draftRelease(broken, systemCaller(workspaceId))
    await expect.poll(() => logged.length).toBe(3)
    await new Promise((resolve) => setTimeout(resolve, 50))
    process.off('unhandledRejection', hear)
    expect(unheard).toEqual([])
    await app.unit.read(workspaceId).releases.setFailed(release.id, 'ended by the test')
  })

  it('one click goes back, and back again is refused when nothing was before', async () => {
    const admin = personIn(workspaceId, 'admin')
    await createIntent(app, admin, { key: 'store_location', phrasings: ['where is your shop'] })
    const draft = await trained(workspaceId)
    await publishRelease(app, admin, draft.id, { hash: draft.hash })
    const withdrawn = (await readLive(database.prisma, workspaceId))!.release!
    const again = await readLive(database.prisma, workspaceId, withdrawn)
    expect(again!.release).toBe(withdrawn)
    const back = await revertRelease(app, admin, { reason: 'too many wrong answers' })
    expect(back.number).toBe(1)
    const live = await readLive(database.prisma, workspaceId, withdrawn)
    expect(live?.release?.hash).toBe(back.hash)
    await expect(revertRelease(app, admin, { reason: 'again' })).rejects.toMatchObject({ code: 'conflict' })
    const events = await eventsOf(database, workspaceId)
    expect(events.filter((type) => type.startsWith('release.'))).toContain('release.reverted')
  })

  it('releasing needs an admin with a fresh second factor, and the hash that was looked at', async () => {
    const draft = await trained(workspaceId)
    const hash = draft.hash
    const publish = (caller: ReturnType<typeof personIn>, asked = hash) =>
      publishRelease(app, caller, draft.id, { hash: asked })
    await expect(publish(personIn(workspaceId, 'operator'))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(publish(personIn(workspaceId, 'admin', { stepUp: false }))).rejects.toMatchObject({
      code: 'step_up_required',
    })
    await expect(publish(personIn(workspaceId, 'admin'), 'f'.repeat(64))).rejects.toMatchObject({
      code: 'content_changed',
    })
  })

  it('another workspace cannot release it', async () => {
    const other = await makeWorkspace(database)
    const draft = await trained(workspaceId)
    const attempt = publishRelease(app, personIn(other, 'admin'), draft.id, { hash: draft.hash })
    await expect(attempt).rejects.toMatchObject({ code: 'not_found' })
  })

  it('the database refuses to change a trained release', async () => {
    const draft = await trained(workspaceId)
    const change = database.prisma.release.update({
      where: { id: draft.id },
      data: { artefact: { format: 2 } },
    })
    await expect(change).rejects.toThrow(/never changes/)
  })
})
