import { authorize } from '@/lib/auth/authorize'
import type { RequestOrigin } from '@/lib/auth/ports'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/auth/second-factor'
import { trace } from '@/lib/auth/sign-in'
import { L0Error, notFound } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import { hasFeature, requireFeature } from '../plans'
import type { DedicatedStoreDeps, StoredPlace } from './ports'
import type { DedicatedStoreTest, DedicatedStoreView, SetDedicatedStore } from './schema'

export async function readDedicatedStore(
  deps: DedicatedStoreDeps,
  principal: UserPrincipal,
): Promise<DedicatedStoreView> {
  authorize(principal, { permission: 'policy.manage', now: deps.clock.now(), stepUp: false })
  const { workspace_id } = principal
  const [{ current, leaving }, plan] = await Promise.all([
    deps.unit.places(workspace_id),
    deps.unit.plan(workspace_id),
  ])
  const own = current?.url ? current : null
  return {
    status: await statusOf(deps, workspace_id, current),
    host: own?.host ?? null,
    set_by: own?.created_by ?? null,
    set_at: own?.created_at ?? null,
    emptying: leaving.map(hostWords),
    plan: { name: plan.name, included: hasFeature(plan, 'dedicated_store') },
  }
}

/** Tries it, then moves the workspace's answers there. Throws `plan_limit`, or `invalid_input` for what cannot be used. */
export async function setDedicatedStore(
  deps: DedicatedStoreDeps,
  principal: UserPrincipal,
  { url }: SetDedicatedStore,
  origin: RequestOrigin,
): Promise<DedicatedStoreView> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  requireFeature(await deps.unit.plan(principal.workspace_id), 'dedicated_store')
  const { ok, detail } = await deps.probe(url)
  // The sentence stands alone: it is for a person, beside the field.
  if (!ok) throw new L0Error('invalid_input', detail, { fields: [{ field: 'url', message: detail }] })
  const host = hostOf(url)
  const next = {
    id: newId('dst', now.getTime()),
    url: deps.sealer.seal(url),
    host,
    created_by: principal.label,
  }
  await deps.unit.transact(principal.workspace_id, async (tx) => {
    const { current } = await tx.lock()
    await tx.replace(next, now)
    await tx.audit.append({
      type: 'dedicated_store.set',
      actor: actorOf(principal),
      target: { type: 'dedicated_store', id: next.id, label: host },
      ...(current?.url ? { before: { host: current.host } } : {}),
      after: { host, tls: url.startsWith('rediss:') },
      ...trace(origin),
    })
    await tx.announce(next.id, now)
  })
  deps.nudge()
  return readDedicatedStore(deps, principal)
}

/** Moves the answers back into the shared store. Every plan may. */
export async function removeDedicatedStore(
  deps: DedicatedStoreDeps,
  principal: UserPrincipal,
  origin: RequestOrigin,
): Promise<void> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  const id = newId('dst', now.getTime())
  await deps.unit.transact(principal.workspace_id, async (tx) => {
    const { current } = await tx.lock()
    if (!current?.url) throw notFound('A Redis of this workspace’s own')
    await tx.replace({ id, url: null, host: '', created_by: principal.label }, now)
    await tx.audit.append({
      type: 'dedicated_store.removed',
      actor: actorOf(principal),
      target: { type: 'dedicated_store', id: current.id, label: current.host },
      before: { host: current.host },
      ...trace(origin),
    })
    await tx.announce(id, now)
  })
  deps.nudge()
}

/** Tries the stored one again. */
export async function testDedicatedStore(
  deps: DedicatedStoreDeps,
  principal: UserPrincipal,
): Promise<DedicatedStoreTest> {
  authorize(principal, { permission: 'policy.manage', now: deps.clock.now() })
  const { current } = await deps.unit.places(principal.workspace_id)
  if (!current?.url) throw notFound('A Redis of this workspace’s own')
  return deps.probe(deps.sealer.open(current.url))
}

async function statusOf(deps: DedicatedStoreDeps, workspaceId: string, current: StoredPlace | null) {
  if (!current) return 'none'
  if (current.url && !(await deps.answers(workspaceId, current))) return 'broken'
  if (!current.filled_at) return 'moving'
  return current.url ? 'connected' : 'none'
}

function hostWords({ url, host }: Pick<StoredPlace, 'url' | 'host'>): string {
  return url ? host : 'the shared store'
}

function hostOf(url: string): string {
  return new URL(url).host
}
