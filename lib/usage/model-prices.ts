import { authorize } from '@/lib/auth/authorize'
import type { RequestOrigin } from '@/lib/auth/ports'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/auth/second-factor'
import { trace } from '@/lib/auth/sign-in'
import { invalidInput, L0Error, notFound } from '@/lib/kernel/errors'
import { minuteMs } from '@/lib/kernel/time'
import type { ModelPriceDeps, StoredPrice } from './model-prices-ports'
import type { DropPrice, ModelPrices, OwnPrice, SetPrice } from './model-prices-schema'
import { listPrices, type ModelPrice } from './prices'

const maxPrices = 500

export function toPrice({ model, from, input, output }: StoredPrice): ModelPrice {
  return { model, from: from.toISOString(), input, output }
}

/** The workspace's own prices, all of them, and the list's that hold now. */
export async function readModelPrices(deps: ModelPriceDeps, principal: UserPrincipal): Promise<ModelPrices> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', now })
  const own = await deps.store(principal.workspace_id).list()
  const listed = listPrices.filter(
    (price) =>
      Date.parse(price.from) <= now.getTime() &&
      !listPrices.some(
        (other) =>
          other.model === price.model && other.from > price.from && Date.parse(other.from) <= now.getTime(),
      ),
  )
  return { own: own.map((price) => view(price, own, now)), listed }
}

/**
 * A price from a moment on. Throws `invalid_input` for a moment that is past: what is counted keeps the price it was
 * counted at, or the ledger would no longer be what the responses said.
 */
export async function setModelPrice(
  deps: ModelPriceDeps,
  principal: UserPrincipal,
  { model, from, input, output, reason }: SetPrice,
  origin: RequestOrigin,
): Promise<ModelPrices> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  const begins = from === undefined ? now : new Date(from)
  // A form takes a moment to fill in.
  if (begins.getTime() < now.getTime() - minuteMs)
    throw invalidInput('from', 'must not be past: what was counted keeps its price')
  const price = { model, from: begins, input, output, created_by: principal.email, created_at: now }
  await deps.transact(principal.workspace_id, async (tx) => {
    const known = await tx.prices.list()
    if (known.length >= maxPrices)
      throw new L0Error('conflict', `A workspace keeps at most ${maxPrices} prices.`)
    const before = known.find((other) => other.model === model && other.from <= begins)
    await tx.prices.put(price)
    await tx.audit.append({
      type: 'price.set',
      actor: actorOf(principal),
      target: { type: 'model_price', id: model },
      reason: reason || null,
      ...(before ? { before: facts(before) } : {}),
      after: facts(price),
      risk: 'medium',
      ...trace(origin),
    })
    await tx.announce(now)
  })
  deps.nudge()
  return readModelPrices(deps, principal)
}

/** Takes a planned price back. Throws `conflict` for one that has begun to hold. */
export async function dropModelPrice(
  deps: ModelPriceDeps,
  principal: UserPrincipal,
  { model, from }: DropPrice,
  origin: RequestOrigin,
): Promise<ModelPrices> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  const begins = new Date(from)
  if (begins <= now)
    throw new L0Error('conflict', 'This price holds already. Set a new one instead: it ends this one.')
  await deps.transact(principal.workspace_id, async (tx) => {
    const removed = await tx.prices.remove(model, begins)
    if (!removed) throw notFound('This price')
    await tx.audit.append({
      type: 'price.removed',
      actor: actorOf(principal),
      target: { type: 'model_price', id: model },
      before: facts(removed),
      ...trace(origin),
    })
    await tx.announce(now)
  })
  deps.nudge()
  return readModelPrices(deps, principal)
}

function facts({ from, input, output }: StoredPrice) {
  return { from: from.toISOString(), input_per_mtok: input, output_per_mtok: output }
}

function view(price: StoredPrice, all: readonly StoredPrice[], now: Date): OwnPrice {
  const replaced = all.some(
    (other) => other.model === price.model && other.from > price.from && other.from <= now,
  )
  const state = price.from > now ? 'planned' : replaced ? 'past' : 'holds'
  const { created_by } = price
  return { ...toPrice(price), created_by, created_at: price.created_at.toISOString(), state }
}
