import { L0Error } from '@/lib/kernel/errors'
import { dayMs, secondMs } from '@/lib/kernel/time'
import { cacheAddress, placeAddress } from './cache-address'
import type { AnswerPlace, AnswerStore, OutboxItem, PlaceMover, PublishSource } from './ports'
import type { Publisher } from './publisher'

export type MoveDeps = {
  mover: PlaceMover
  publisher: Pick<Publisher, 'rebuildWorkspace'>
  source: PublishSource
  /** The store at a place, the shared one included. */
  storeAt(workspaceId: string, place: AnswerPlace): AnswerStore
  /** Nothing more is wanted of a place that was left. */
  release(placeId: string): void
  /** One move of a workspace at a time, on whatever instance; false when another is at it. */
  exclusively(workspaceId: string, work: () => Promise<void>): Promise<boolean>
  now: () => Date
}

/** By then every instance has heard that answers are elsewhere, also one that lost the channel. */
const emptyAfterMs = 5 * secondMs
/** A Redis that was switched off for good is not waited for. */
const giveUpAfterMs = dayMs
const pageSize = 200

/** Delivers `store.fill` and `store.empty`: what a change of a workspace's place leaves to do. Safe to repeat. */
export async function moveAnswers(deps: MoveDeps, item: OutboxItem): Promise<void> {
  const { workspace_id: workspaceId, subject_id: placeId, topic } = item
  const work = () =>
    topic === 'store.fill' ? fill(deps, workspaceId, placeId) : empty(deps, workspaceId, placeId)
  if (!(await deps.exclusively(workspaceId, work)))
    throw new L0Error('unavailable', 'Another instance is moving this workspace’s answers.')
}

async function fill(deps: MoveDeps, workspaceId: string, placeId: string): Promise<void> {
  const { current } = await deps.mover.places(workspaceId)
  // It was replaced already: the next item is about what replaced it.
  if (current?.id !== placeId) return
  const nowMs = deps.now().getTime()
  const store = deps.storeAt(workspaceId, current)
  await store.putIfNewer(placeAddress(workspaceId), nowMs, `${nowMs}.${placeId}`)
  await deps.publisher.rebuildWorkspace(workspaceId)
  await deps.mover.markFilled(workspaceId, placeId, new Date(deps.now().getTime() + emptyAfterMs))
}

async function empty(deps: MoveDeps, workspaceId: string, placeId: string): Promise<void> {
  const { current, leaving } = await deps.mover.places(workspaceId)
  const left = leaving.find(({ id }) => id === placeId)
  // While the next place is being filled, this one waits for the end of that.
  if (!left || !current?.filled) return
  try {
    const store = deps.storeAt(workspaceId, left)
    const holder = (await store.get(placeAddress(workspaceId)))?.split('.')[1]
    // Two addresses of one server: what is there is what is in use.
    if (holder !== current.id) await removeAll(deps, workspaceId, store)
  } catch (error) {
    if (deps.now().getTime() - left.leftAt.getTime() < giveUpAfterMs) throw error
    await deps.mover.markEmptied(workspaceId, placeId, false)
    return
  } finally {
    deps.release(placeId)
  }
  await deps.mover.markEmptied(workspaceId, placeId, true)
}

async function removeAll({ source }: MoveDeps, workspaceId: string, store: AnswerStore): Promise<void> {
  let after: string | null = null
  for (;;) {
    const page = await source.publishedOf(workspaceId, after, pageSize)
    if (page.length === 0) break
    await store.remove(page.map(cacheAddress))
    after = page.at(-1)!.entry
  }
  await store.remove([placeAddress(workspaceId)])
}
