import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { L0Error } from '@/lib/kernel/errors'
import { minuteMs } from '@/lib/kernel/time'
import type { ReviewDeps } from '../ports'
import { requireProposal, requireWaiting } from '../deciding/review-facts'

/** A claim without a heartbeat frees the proposal after this. */
const claimTtlMs = 2 * minuteMs

export const Claim = z.object({ token: z.string(), until: z.string() })
export type Claim = z.infer<typeof Claim>
export const ClaimToken = z.strictObject({ claim_token: z.string().min(1).max(100) })

/**
 * Takes a proposal for review, or renews the caller's own claim. Throws `conflict`, naming who is
 * reviewing it, while another person's claim lives.
 */
export async function claimProposal(
  deps: Pick<ReviewDeps, 'unit' | 'clock'>,
  principal: UserPrincipal,
  id: string,
): Promise<Claim> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'proposal.decide', now })
  const { proposals } = deps.unit.read(principal.workspace_id)
  const until = new Date(now.getTime() + claimTtlMs)
  const token = randomBytes(24).toString('base64url')
  const claim = await proposals.claim(id, principal.user_id, token, until, now)
  if (claim) return { token: claim.token, until: claim.until.toISOString() }
  const proposal = await requireProposal(proposals.get(id))
  requireWaiting(proposal)
  throw new L0Error('conflict', `${proposal.claim?.label ?? 'Somebody else'} is reviewing it.`, {
    extra: { claimed_by: proposal.claim?.label ?? null, until: proposal.claim?.until ?? null },
  })
}

/** Keeps a claim alive; throws `claim_lost` when it is not the caller's live one any more. */
export async function renewClaim(
  deps: Pick<ReviewDeps, 'unit' | 'clock'>,
  principal: UserPrincipal,
  id: string,
  token: string,
): Promise<Claim> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'proposal.decide', now })
  const { proposals } = deps.unit.read(principal.workspace_id)
  const until = new Date(now.getTime() + claimTtlMs)
  if (await proposals.renew(id, principal.user_id, token, until, now))
    return { token, until: until.toISOString() }
  requireWaiting(await requireProposal(proposals.get(id)))
  throw new L0Error('claim_lost', 'Your claim on this proposal has lapsed. Open it again to decide.')
}

/** Gives a claim back; a token that is no longer the live one changes nothing. */
export async function releaseClaim(
  deps: Pick<ReviewDeps, 'unit' | 'clock'>,
  principal: UserPrincipal,
  id: string,
  token: string,
): Promise<void> {
  authorize(principal, { permission: 'proposal.decide', now: deps.clock.now() })
  await deps.unit.read(principal.workspace_id).proposals.release(id, token)
}
