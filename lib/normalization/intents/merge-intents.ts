import { isL0Error, L0Error, notFound } from '@/lib/kernel/errors'
import type { Risk } from '@/lib/workspaces/schema'
import { actorOf, permit, type Caller } from '../authority'
import type { NormalizationTransaction } from '../ports'
import { draftRelease } from '../releases/draft-release'
import type { ReleaseDeps } from '../releases/release-deps'
import { validatePattern } from '../rules/compile-pattern'
import { limits } from '../schema'
import type { IntentDetail, MergeIntent, MergeOutcome, UnmergeIntent } from './schema'

/**
 * Merges an intent into another that means the same, and starts training the release that has them as one.
 * Phrasings and patterns move, the higher risk counts, waiting proposals of the merged key are closed. The
 * live release still knows both: its entry is served until the new release goes live, and again when one
 * goes back. Throws `conflict` when the two cannot be one.
 */
export async function mergeIntents(
  deps: ReleaseDeps,
  caller: Caller,
  id: string,
  { into, reason }: MergeIntent,
): Promise<MergeOutcome> {
  const now = deps.clock.now()
  permit(caller, 'release.manage', now)
  const { from, ...outcome } = await deps.unit.transact(caller.principal.workspace_id, async (tx) => {
    await tx.intents.lockAll()
    const from = await requireIntent(tx, id)
    const target = await tx.intents.find(into)
    if (!target) throw notFound(`The intent ${into}`)
    const patterns = from.patterns.filter((pattern) => !target.patterns.includes(pattern))
    await requireMergeable(tx, from, target, patterns)
    const moved = await tx.intents.merge(from, target, patterns, now)
    const risk = higher(from.risk, target.risk)
    await tx.intents.update(target.id, { risk, patterns: [...target.patterns, ...patterns] }, now)
    const closed = await closeProposals(tx, caller, from.key, into, now)
    await tx.audit.append({
      type: 'intent.merged',
      actor: actorOf(caller),
      target: { type: 'intent', id, label: from.key },
      before: { risk: target.risk, merged_into: null },
      after: {
        merged_into: into,
        risk,
        phrasings_moved: moved,
        patterns_moved: patterns,
        proposals_closed: closed,
      },
      reason,
      risk: 'high',
      request_id: caller.request_id,
    })
    const intent = await requireIntent(tx, target.id)
    return { from, intent, phrasings_moved: moved, proposals_closed: closed.length }
  })
  const notes = `Merges ${from.key} into ${into}: ${reason}`.slice(0, 2_000)
  return { ...outcome, release_id: await startRelease(deps, caller, notes) }
}

/**
 * Takes a merge back: phrasings and patterns return, and the next release knows both again. A risk that the
 * merge raised stays raised, and closed proposals stay closed.
 */
export async function unmergeIntent(
  deps: ReleaseDeps,
  caller: Caller,
  id: string,
  { reason }: UnmergeIntent,
): Promise<IntentDetail> {
  const now = deps.clock.now()
  permit(caller, 'release.manage', now)
  return deps.unit.transact(caller.principal.workspace_id, async (tx) => {
    await tx.intents.lockAll()
    const intent = await requireIntent(tx, id)
    const target = intent.merged_into === null ? null : await tx.intents.find(intent.merged_into)
    if (!target) throw new L0Error('conflict', 'It is not merged into another intent.')
    const brought = await tx.intents.mergedPatterns(id)
    const back = await tx.intents.unmerge(intent, target, now)
    const patterns = target.patterns.filter((pattern) => !brought.includes(pattern))
    await tx.intents.update(target.id, { patterns }, now)
    await tx.audit.append({
      type: 'intent.unmerged',
      actor: actorOf(caller),
      target: { type: 'intent', id, label: intent.key },
      before: { merged_into: target.key },
      after: { merged_into: null, phrasings_back: back, patterns_back: brought },
      reason,
      request_id: caller.request_id,
    })
    return requireIntent(tx, id)
  })
}

async function requireIntent(tx: NormalizationTransaction, id: string): Promise<IntentDetail> {
  const intent = await tx.intents.get(id)
  if (!intent) throw notFound('The intent')
  return intent
}

async function requireMergeable(
  tx: NormalizationTransaction,
  from: IntentDetail,
  target: IntentDetail,
  patterns: readonly string[],
): Promise<void> {
  if (from.id === target.id) throw new L0Error('conflict', 'An intent cannot be merged into itself.')
  for (const { key, merged_into, status } of [from, target]) {
    if (merged_into !== null) throw new L0Error('conflict', `${key} was merged into ${merged_into} already.`)
    if (status !== 'approved')
      throw new L0Error('conflict', `${key} is learned so as to miss: it has no answer to merge.`)
  }
  const inside = (await tx.intents.merged()).find(({ merged_into }) => merged_into === from.key)
  if (inside)
    throw new L0Error('conflict', `${inside.key} was merged into ${from.key}: take that back first.`)
  if (from.phrasing_count + target.phrasing_count > limits.phrasingsPerIntent)
    throw new L0Error('conflict', `Together they have more than ${limits.phrasingsPerIntent} phrasings.`)
  if (patterns.length + target.patterns.length > limits.patternsPerIntent)
    throw new L0Error('conflict', `Together they have more than ${limits.patternsPerIntent} patterns.`)
  const unfit = patterns.find((pattern) => validatePattern(pattern, target.slots).length > 0)
  if (unfit) throw new L0Error('conflict', `The pattern “${unfit}” does not fit the slots of ${target.key}.`)
}

/** Each is closed with an event that says why; what they asked comes again under the other key. */
async function closeProposals(
  tx: NormalizationTransaction,
  caller: Caller,
  key: string,
  into: string,
  now: Date,
): Promise<string[]> {
  const actor = actorOf(caller)
  const closed = await tx.proposals.withdraw(key, actor.id, now)
  for (const id of closed)
    await tx.audit.append({
      type: 'proposal.superseded',
      actor,
      target: { type: 'proposal', id, label: key },
      after: { status: 'withdrawn', merged_into: into },
      reason: `${key} was merged into ${into}`,
      request_id: caller.request_id,
    })
  return closed
}

/** Null while another one is being trained: the merge stands, and the next draft has it. */
async function startRelease(deps: ReleaseDeps, caller: Caller, notes: string): Promise<string | null> {
  try {
    return (await draftRelease(deps, caller, { notes })).release.id
  } catch (error) {
    if (isL0Error(error) && error.code === 'conflict') return null
    throw error
  }
}

function higher(a: Risk, b: Risk): Risk {
  if (a === 'high' || b === 'high') return 'high'
  return a === 'medium' || b === 'medium' ? 'medium' : 'low'
}
