import { authorize } from '@/lib/auth/authorize'
import type { RequestOrigin } from '@/lib/auth/ports'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/auth/second-factor'
import { trace } from '@/lib/auth/sign-in'
import { invalidInput, L0Error, notFound } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import type { StoredUpstream, UpstreamDeps, UpstreamTransaction } from './ports'
import {
  maxUpstreams,
  type AddUpstream,
  type ChangeUpstream,
  type Upstream,
  type UpstreamState,
  type UpstreamTest,
} from './schema'

export async function listUpstreams(deps: UpstreamDeps, principal: UserPrincipal): Promise<UpstreamState> {
  authorize(principal, { permission: 'policy.manage', now: deps.clock.now(), stepUp: false })
  const stored = await deps.unit.list(principal.workspace_id)
  return { items: stored.map(toView), environment: deps.environment }
}

/** Tests it live, then puts it at the end of the chain. Throws `invalid_input` for what does not answer. */
export async function addUpstream(
  deps: UpstreamDeps,
  principal: UserPrincipal,
  input: AddUpstream,
  origin: RequestOrigin,
): Promise<Upstream> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  await requireAnswer(deps, input)
  const { api_key, ...rest } = input
  const actor = actorOf(principal)
  const id = newId('ups', now.getTime())
  const upstream = {
    id,
    ...rest,
    api_key: deps.sealer.seal(api_key),
    key_hint: hintOf(api_key),
    created_by: principal.label,
  }
  return change(deps, principal, async (tx, all) => {
    if (all.length >= maxUpstreams)
      throw new L0Error('conflict', `A workspace has at most ${maxUpstreams} models of its own.`)
    await tx.upstreams.add(upstream, now)
    await tx.audit.append({
      type: 'upstream.added',
      actor,
      target: { type: 'upstream', id, label: hostOf(rest.base_url) },
      after: { ...rest, key_hint: upstream.key_hint },
      ...trace(origin),
    })
    return id
  })
}

/** Changes what is given, tested live first; a new key replaces the old one on every instance. */
export async function changeUpstream(
  deps: UpstreamDeps,
  principal: UserPrincipal,
  id: string,
  input: ChangeUpstream,
  origin: RequestOrigin,
): Promise<Upstream> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  const before = await find(deps, principal, id)
  if (input.base_url !== undefined && input.base_url !== before.base_url && input.api_key === undefined)
    throw invalidInput('api_key', 'is wanted with another address: the stored one is not sent elsewhere')
  const api_key = input.api_key ?? deps.sealer.open(before.api_key)
  const next = {
    base_url: input.base_url ?? before.base_url,
    model: input.model ?? before.model,
    pin_model: input.pin_model ?? before.pin_model,
  }
  await requireAnswer(deps, { provider: before.provider, ...next, api_key })
  const fresh =
    input.api_key === undefined
      ? { api_key: before.api_key, key_hint: before.key_hint }
      : { api_key: deps.sealer.seal(api_key), key_hint: hintOf(api_key) }
  return change(deps, principal, async (tx, all) => {
    const now_ = all.find((upstream) => upstream.id === id)
    if (!now_) throw notFound('The model')
    if (now_.updated_at !== before.updated_at)
      throw new L0Error('conflict', 'Somebody changed it a moment ago: look at it again.')
    await tx.upstreams.update(id, { ...next, ...fresh }, now)
    await tx.audit.append({
      type: 'upstream.updated',
      actor: actorOf(principal),
      target: { type: 'upstream', id, label: hostOf(next.base_url) },
      before: facts(before),
      after: { ...next, key_hint: fresh.key_hint, new_key: input.api_key !== undefined },
      ...trace(origin),
    })
    return id
  })
}

export async function removeUpstream(
  deps: UpstreamDeps,
  principal: UserPrincipal,
  id: string,
  origin: RequestOrigin,
): Promise<void> {
  authorize(principal, { permission: 'policy.manage', now: deps.clock.now() })
  await change(deps, principal, async (tx, all) => {
    const before = all.find((upstream) => upstream.id === id)
    if (!before) throw notFound('The model')
    await tx.upstreams.remove(id)
    await tx.audit.append({
      type: 'upstream.removed',
      actor: actorOf(principal),
      target: { type: 'upstream', id, label: hostOf(before.base_url) },
      before: facts(before),
      ...trace(origin),
    })
    return null
  })
}

/** `ids` names each of the workspace's upstreams once. */
export async function orderUpstreams(
  deps: UpstreamDeps,
  principal: UserPrincipal,
  ids: string[],
  origin: RequestOrigin,
): Promise<UpstreamState> {
  authorize(principal, { permission: 'policy.manage', now: deps.clock.now() })
  await change(deps, principal, async (tx, all) => {
    const before = all.map((upstream) => upstream.id)
    if (ids.length !== before.length || before.some((id) => !ids.includes(id)))
      throw new L0Error('conflict', 'The models changed a moment ago: look at them again.')
    await tx.upstreams.setOrder(ids)
    await tx.audit.append({
      type: 'upstream.reordered',
      actor: actorOf(principal),
      target: { type: 'workspace', id: principal.workspace_id, label: null },
      before: { order: before },
      after: { order: ids },
      ...trace(origin),
    })
    return null
  })
  return listUpstreams(deps, principal)
}

/** Asks a stored one again. */
export async function testUpstream(
  deps: UpstreamDeps,
  principal: UserPrincipal,
  id: string,
): Promise<UpstreamTest> {
  authorize(principal, { permission: 'policy.manage', now: deps.clock.now() })
  const stored = await find(deps, principal, id)
  const { ok, detail } = await deps.probe({ ...stored, api_key: deps.sealer.open(stored.api_key) })
  return { ok, detail }
}

async function requireAnswer(
  deps: UpstreamDeps,
  candidate: Parameters<UpstreamDeps['probe']>[0],
): Promise<void> {
  const probed = await deps.probe(candidate)
  if (probed.ok) return
  // The sentence stands alone: it is for a person, beside the field.
  const { field, detail } = probed
  throw new L0Error('invalid_input', detail, { fields: [{ field, message: detail }] })
}

async function change<T extends string | null>(
  deps: UpstreamDeps,
  { workspace_id }: UserPrincipal,
  work: (tx: UpstreamTransaction, all: StoredUpstream[]) => Promise<T>,
): Promise<T extends string ? Upstream : null> {
  const now = deps.clock.now()
  const changed = await deps.unit.transact(workspace_id, async (tx) => {
    const id = await work(tx, await tx.upstreams.lockAll())
    await tx.announce(now)
    const found = id === null ? null : (await tx.upstreams.lockAll()).find((upstream) => upstream.id === id)
    return found ? toView(found) : null
  })
  deps.nudge()
  return changed as T extends string ? Upstream : null
}

async function find(deps: UpstreamDeps, principal: UserPrincipal, id: string): Promise<StoredUpstream> {
  const all = await deps.unit.list(principal.workspace_id)
  const found = all.find((upstream) => upstream.id === id)
  if (!found) throw notFound('The model')
  return found
}

function toView({ api_key: _, ...view }: StoredUpstream): Upstream {
  return view
}

function facts({ base_url, model, pin_model, key_hint }: StoredUpstream) {
  return { base_url, model, pin_model, key_hint }
}

/** Four characters of a short key would be too much of it. */
function hintOf(key: string): string {
  return key.length >= 16 ? key.slice(-4) : ''
}

function hostOf(url: string): string {
  return new URL(url).host
}
