import { L0Error, notFound } from '@/lib/kernel/errors'
import { requireRoom } from '@/lib/workspaces/plans'
import { actorOf, permit, type Caller } from '../authority'
import type { NormalizationDeps, NormalizationTransaction } from '../ports'
import { limits } from '../schema'
import { checkIntent } from './check-intent'
import { checkPhrasings } from './check-phrasings'
import {
  CreateIntent,
  type CreateIntentInput,
  type IntentDetail,
  type PhrasingSource,
  type UpdateIntent,
} from './schema'

/** Adds an intent with its first phrasings. Throws `conflict` for a key or a phrasing that is taken. */
export async function createIntent(
  deps: NormalizationDeps,
  caller: Caller,
  input: CreateIntentInput,
): Promise<IntentDetail> {
  permit(caller, 'intent.edit', deps.clock.now())
  const intent = CreateIntent.parse(input)
  return deps.unit.transact(caller.principal.workspace_id, async (tx) => {
    await tx.intents.lockAll()
    return insertIntent(deps, tx, caller, { intent, source: 'author', all: await tx.intents.all() })
  })
}

/**
 * Changes what is given. The key stays: entries and releases are found by it. Takes effect with the next
 * release; a risk counts for decisions at once.
 */
export async function updateIntent(
  deps: NormalizationDeps,
  caller: Caller,
  id: string,
  change: UpdateIntent,
): Promise<IntentDetail> {
  permit(caller, 'intent.edit', deps.clock.now())
  return deps.unit.transact(caller.principal.workspace_id, async (tx) => {
    await tx.intents.lockAll()
    const before = await tx.intents.get(id)
    if (!before) throw notFound('The intent')
    if (before.merged_into !== null)
      throw new L0Error('conflict', `It was merged into ${before.merged_into}: change that one.`)
    checkIntent({ ...before, ...change })
    permitAutoApproval(deps, caller, { ...before, ...change }, before)
    await tx.intents.update(id, change, deps.clock.now())
    if (before.status === 'approved' && change.status === 'rejected')
      await forgetDecisions(deps, tx, caller, before.key)
    await tx.audit.append({
      type: 'intent.updated',
      actor: actorOf(caller),
      target: { type: 'intent', id, label: before.key },
      before: pick(before, change),
      after: change,
      request_id: caller.request_id,
    })
    return (await tx.intents.get(id))!
  })
}

/** Takes an intent away with its phrasings. Its entries stay, and are served until the next release. */
export async function deleteIntent(deps: NormalizationDeps, caller: Caller, id: string): Promise<void> {
  permit(caller, 'intent.edit', deps.clock.now())
  await deps.unit.transact(caller.principal.workspace_id, async (tx) => {
    const before = await tx.intents.get(id)
    if (!before) throw notFound('The intent')
    await requireNothingMerged(tx, before.key)
    await tx.intents.delete(id)
    await forgetDecisions(deps, tx, caller, before.key)
    const { key, title, risk, status, slots, patterns } = before
    await tx.audit.append({
      type: 'intent.deleted',
      actor: actorOf(caller),
      target: { type: 'intent', id, label: key },
      before: {
        key,
        title,
        risk,
        status,
        slots,
        patterns,
        phrasings: before.phrasings.map(({ text }) => text),
      },
      request_id: caller.request_id,
    })
  })
}

/** Creates or updates by key and adds what phrasings are missing: imports and seeds can run twice. */
export async function upsertIntents(
  deps: NormalizationDeps,
  caller: Caller,
  inputs: CreateIntentInput[],
): Promise<IntentDetail[]> {
  permit(caller, 'intent.edit', deps.clock.now())
  const intents = inputs.map((input) => CreateIntent.parse(input))
  return deps.unit.transact(caller.principal.workspace_id, async (tx) => {
    await tx.intents.lockAll()
    const all = new Map((await tx.intents.all()).map((intent) => [intent.key, intent]))
    const saved: IntentDetail[] = []
    for (const intent of intents) {
      const known = all.get(intent.key)
      const made = { intent, source: 'import' as const, all: [...all.values()] }
      const detail = known
        ? await mergeIntent(deps, tx, caller, { ...made, known })
        : await insertIntent(deps, tx, caller, made)
      all.set(detail.key, detail)
      saved.push(detail)
    }
    return saved
  })
}

type Saving = { intent: CreateIntent; source: PhrasingSource; all: readonly IntentDetail[] }

async function insertIntent(
  deps: NormalizationDeps,
  tx: NormalizationTransaction,
  caller: Caller,
  { intent: { phrasings, title, ...rest }, source, all }: Saving,
): Promise<IntentDetail> {
  checkIntent(rest)
  permitAutoApproval(deps, caller, rest)
  if (all.length >= limits.intents)
    throw new L0Error('plan_limit', `A workspace has at most ${limits.intents} intents.`)
  requireRoom((await tx.facts()).plan, 'intents', all.length)
  const texts = checkPhrasings({ intent: { key: rest.key, phrasing_count: 0 }, texts: phrasings, all })
  const now = deps.clock.now()
  const intent = { ...rest, title: title ?? titleOf(rest.key) }
  const id = await tx.intents.create(intent, now)
  const actor = actorOf(caller)
  if (texts.length > 0) await tx.intents.addPhrasings(id, labelled(texts, source), actor.id, now)
  await tx.audit.append({
    type: 'intent.created',
    actor,
    target: { type: 'intent', id, label: rest.key },
    after: { ...intent, phrasings: texts },
    request_id: caller.request_id,
  })
  return (await tx.intents.get(id))!
}

async function mergeIntent(
  deps: NormalizationDeps,
  tx: NormalizationTransaction,
  caller: Caller,
  { intent, source, all, known }: Saving & { known: IntentDetail },
): Promise<IntentDetail> {
  checkIntent(intent)
  permitAutoApproval(deps, caller, intent, known)
  const texts = checkPhrasings({ intent: known, texts: intent.phrasings, all })
  const { phrasings: _, key: __, title, ...rest } = intent
  const change = { ...rest, title: title ?? known.title }
  if (JSON.stringify(pick(known, change)) === JSON.stringify(change) && texts.length === 0) return known
  const actor = actorOf(caller)
  const now = deps.clock.now()
  await tx.intents.update(known.id, change, now)
  if (texts.length > 0) await tx.intents.addPhrasings(known.id, labelled(texts, source), actor.id, now)
  await tx.audit.append({
    type: 'intent.updated',
    actor,
    target: { type: 'intent', id: known.id, label: known.key },
    before: pick(known, change),
    after: { ...change, ...(texts.length > 0 ? { phrasings_added: texts } : {}) },
    request_id: caller.request_id,
  })
  return (await tx.intents.get(known.id))!
}

type AutoApproval = Pick<IntentDetail, 'auto_approve' | 'risk'>

/** Answering without a person is a policy: whoever may only edit intents cannot open that door. */
function permitAutoApproval(
  deps: NormalizationDeps,
  caller: Caller,
  after: AutoApproval,
  before?: AutoApproval,
): void {
  const opens = (intent?: AutoApproval) => intent?.auto_approve === true && intent.risk === 'low'
  if (opens(after) && !opens(before)) permit(caller, 'policy.manage', deps.clock.now(), false)
}

async function requireNothingMerged(tx: NormalizationTransaction, key: string): Promise<void> {
  const inside = (await tx.intents.merged()).find(({ merged_into }) => merged_into === key)
  if (inside) throw new L0Error('conflict', `${inside.key} was merged into it: take that back first.`)
}

/** The memo would go on serving an intent that is none any more. */
async function forgetDecisions(
  deps: NormalizationDeps,
  tx: NormalizationTransaction,
  caller: Caller,
  key: string,
): Promise<void> {
  const now = deps.clock.now()
  if ((await tx.memos.revokeKey(key, actorOf(caller).label, now)) > 0) await tx.announceChange('memo', now)
}

function labelled(texts: string[], source: PhrasingSource) {
  return texts.map((text) => ({ text, source }))
}

/** `cancel_order` → "Cancel order". */
export function titleOf(key: string): string {
  const words = key.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function pick(from: IntentDetail, like: object): Record<string, unknown> {
  const names = Object.keys(like) as (keyof IntentDetail)[]
  return Object.fromEntries(names.map((name) => [name, from[name]]))
}
