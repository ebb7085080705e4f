import { L0Error } from '@/lib/kernel/errors'
import { summarizeJudgements } from './judge-hit'

/**
 * Serving starts when people have judged enough of what would be served. Throws `conflict` with what
 * is missing; a workspace that wants to start at once sets `judgements_before_live` to 0, which is audited.
 */
export async function requireJudged(
  ...[deps, caller]: Parameters<typeof summarizeJudgements>
): Promise<void> {
  const { mode, may_go_live, needed, upper, allowance } = await summarizeJudgements(deps, caller)
  if (mode === 'live' || may_go_live) return
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  const missing =
    needed > 0
      ? `${needed} more would-be hits must be judged first`
      : `up to ${percent(upper)} of the judged hits may be wrong, and ${percent(allowance)} is allowed`
  throw new L0Error(
    'conflict',
    `Not live yet: ${missing}. The policy's "judgements before live" sets how many.`,
  )
}
