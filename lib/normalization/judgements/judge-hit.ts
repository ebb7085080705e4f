import { L0Error, notFound } from '@/lib/kernel/errors'
import { dayMs } from '@/lib/kernel/time'
import { actorOf, permit, type Caller } from '../authority'
import type { NormalizationDeps } from '../ports'
import { allowanceFor, boundOf, sum } from './bound'
import type { JudgementPage, JudgementQuery, JudgementSummary, JudgeHit, JudgeResult } from './schema'

export type JudgementDeps = NormalizationDeps & {
  /** Takes an entry out of service, by the same road as a person would; false when it is out already. */
  quarantine: (workspaceId: string, entryId: string, reason: string) => Promise<boolean>
  /** Told of each wrong answer, after it is stored. Never throws. */
  onWrong: (workspaceId: string) => Promise<void>
}

/** Judgements older than this say little about what is served now. */
const windowDays = 180

export async function listJudgements(
  deps: NormalizationDeps,
  caller: Caller,
  query: JudgementQuery,
): Promise<JudgementPage> {
  permit(caller, 'view', deps.clock.now())
  return deps.unit.read(caller.principal.workspace_id).judgements.list(query)
}

/**
 * A person says whether a served answer was right. Enough wrong ones to be sure that the intent, or this
 * version, is over the false-hit budget take the entry out of service; the result says so.
 */
export async function judgeHit(
  deps: JudgementDeps,
  caller: Caller,
  id: string,
  { correct, note }: JudgeHit,
): Promise<JudgeResult> {
  const now = deps.clock.now()
  permit(caller, 'proposal.decide', now)
  const workspaceId = caller.principal.workspace_id
  const result = await deps.unit.transact(workspaceId, async (tx) => {
    const judgement = await tx.judgements.get(id)
    if (!judgement) throw notFound('The sampled hit')
    const actor = actorOf(caller)
    if (!(await tx.judgements.judge(id, { correct, note, by: actor.label }, now)))
      throw new L0Error('already_decided', 'Somebody has judged this already.')
    const judged = (await tx.judgements.get(id))!
    await tx.audit.append({
      type: 'hit.judged',
      actor,
      target: { type: 'entry', id: judgement.entry_id, label: `${judgement.key}@${judgement.version}` },
      after: { judgement: id, correct, hits: judgement.count, model_said: judged.opinion?.verdict ?? null },
      reason: note || null,
      request_id: caller.request_id,
    })
    return judged
  })
  const reason = correct ? null : await breach(deps, workspaceId, result)
  const acted = reason !== null && (await deps.quarantine(workspaceId, result.entry_id, reason))
  if (!correct) await deps.onWrong(workspaceId)
  return { judgement: result, quarantined: acted ? { entry_id: result.entry_id, reason } : null }
}

/** Why the entry must go, or null. A new version starts afresh; its intent's past still counts for the intent. */
async function breach(
  deps: NormalizationDeps,
  workspaceId: string,
  { key, entry_id, version }: { key: string; entry_id: string; version: number },
): Promise<string | null> {
  const stores = deps.unit.read(workspaceId)
  const [{ policy }, tally] = await Promise.all([
    stores.facts(),
    stores.judgements.tallyOf(entry_id, version),
  ])
  const bound = boundOf({ ...tally, key }, policy.false_hit_budget)
  if (bound.state !== 'breached') return null
  const per = (share: number) => `${(share * 100).toFixed(1)} %`
  return `${bound.wrong} of ${bound.judged} judged hits were wrong: at least ${per(bound.lower)} of all (95 % sure), over the budget of ${per(policy.false_hit_budget)}.`
}

/** Where the workspace stands: bounds by intent, and whether it may leave shadow mode. */
export async function summarizeJudgements(
  deps: NormalizationDeps,
  caller: Caller,
): Promise<JudgementSummary> {
  const now = deps.clock.now()
  permit(caller, 'view', now)
  const stores = deps.unit.read(caller.principal.workspace_id)
  const since = new Date(now.getTime() - windowDays * dayMs)
  const [{ mode, policy }, tallies] = await Promise.all([stores.facts(), stores.judgements.tallies(since)])
  const total = sum(tallies)
  const budget = policy.false_hit_budget
  const allowance = allowanceFor(total.judged, budget)
  const { upper } = boundOf({ key: '', ...total }, budget)
  const needed = Math.max(0, policy.judgements_before_live - total.judged)
  return {
    mode,
    budget,
    allowance,
    ...total,
    upper,
    needed,
    may_go_live: policy.judgements_before_live === 0 || (needed === 0 && upper <= allowance),
    intents: tallies.map((tally) => boundOf(tally, budget)),
  }
}
