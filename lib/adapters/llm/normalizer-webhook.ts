import { createHmac } from 'node:crypto'
import { circuitBreaker, ConsecutiveBreaker, handleAll, type CircuitBreakerPolicy } from 'cockatiel'
import {
  WebhookAnswer,
  type WebhookCaller,
  type WebhookQuestion,
} from '@/lib/normalization/tiers/webhook-tier'
import { guardedPost, type GuardedPost } from '../http/guarded-post'
import type { AllowedRanges } from '../http/public-address'

type WebhookTarget = { url: string; secret: string; deadline_ms: number }

export type WebhookSettings = {
  /** Null when the workspace has none, or has switched it off. */
  target: (workspaceId: string) => Promise<WebhookTarget | null>
  allowed: AllowedRanges
  now: () => Date
  onOutcome: (workspaceId: string, outcome: string) => void
  resolve?: GuardedPost['resolve']
  breaker?: { failures: number; openMs: number }
}

export const signatureHeader = 'l0-signature'
const maxReplyBytes = 16 * 1024
const maxBreakers = 1_000

/**
 * A workspace's own normaliser over HTTP: signed, within its deadline, behind a breaker of its own. Throws
 * when it cannot be asked or breaks the contract.
 */
export function normalizerWebhook(settings: WebhookSettings): WebhookCaller {
  const breakers = new Map<string, CircuitBreakerPolicy>()
  const breakerOf = (workspaceId: string): CircuitBreakerPolicy => {
    const known = breakers.get(workspaceId)
    if (known) return known
    if (breakers.size >= maxBreakers) breakers.clear()
    const { failures, openMs } = settings.breaker ?? { failures: 5, openMs: 30_000 }
    const made = circuitBreaker(handleAll, {
      breaker: new ConsecutiveBreaker(failures),
      halfOpenAfter: openMs,
    })
    breakers.set(workspaceId, made)
    return made
  }
  return async (workspaceId, question) => {
    const target = await settings.target(workspaceId)
    if (!target) return null
    try {
      const answer = await breakerOf(workspaceId).execute(() => ask(settings, target, question))
      settings.onOutcome(workspaceId, 'ok')
      return answer
    } catch (error) {
      settings.onOutcome(workspaceId, error instanceof Error ? error.message : 'failed')
      throw error
    }
  }
}

/**
 * `l0-signature: t=<Unix seconds>,v1=<hex>`, where v1 is HMAC-SHA-256 of `<t>.<body>`: a receiver recomputes it
 * and refuses old times, so that a recorded call cannot be played again.
 */
export function signBody(secret: string, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1_000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

async function ask(
  settings: WebhookSettings,
  target: WebhookTarget,
  question: WebhookQuestion,
): Promise<WebhookAnswer> {
  const body = JSON.stringify(question)
  const reply = await guardedPost({
    url: new URL(target.url),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'l0-cache',
      [signatureHeader]: signBody(target.secret, body, settings.now()),
    },
    body,
    deadlineMs: target.deadline_ms,
    maxReplyBytes,
    allowed: settings.allowed,
    resolve: settings.resolve,
  })
  if (reply.status !== 200) throw new Error(`The webhook answered with status ${reply.status}.`)
  const answer = WebhookAnswer.safeParse(parse(reply.body))
  if (!answer.success) throw new Error('The webhook’s answer is not {"key": …, "confidence": …}.')
  return answer.data
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
