import { randomBytes } from 'node:crypto'
import { L0Error, notFound } from '@/lib/kernel/errors'
import { actorOf, permit, type Caller } from '../authority'
import type { NormalizationDeps } from '../ports'
import type { StoredWebhook } from './ports'
import type { NormalizerWebhook, SavedWebhook, SetNormalizerWebhook } from './webhook-schema'
import type { WebhookCaller } from './webhook-tier'

export type WebhookDeps = NormalizationDeps & {
  sealer: { seal(plain: string): string; open(sealed: string): string }
  /** Throws `invalid_input` for a URL that must not be called. */
  checkUrl: (url: string) => void
  callWebhook: WebhookCaller
}

export async function getWebhook(deps: WebhookDeps, caller: Caller): Promise<NormalizerWebhook | null> {
  permit(caller, 'policy.manage', deps.clock.now(), false)
  const stored = await deps.unit.read(caller.principal.workspace_id).webhook.get()
  return stored && toView(stored)
}

/** Sets where the workspace's own normaliser is. The reply is the only place a new secret is shown. */
export async function setWebhook(
  deps: WebhookDeps,
  caller: Caller,
  input: SetNormalizerWebhook,
): Promise<SavedWebhook> {
  const now = deps.clock.now()
  permit(caller, 'policy.manage', now)
  deps.checkUrl(input.url)
  const workspaceId = caller.principal.workspace_id
  const store = deps.unit.read(workspaceId).webhook
  const before = await store.get()
  const fresh = !before || input.rotate_secret ? `whsec_${randomBytes(24).toString('base64url')}` : null
  const { url, deadline_ms, enabled } = input
  await deps.unit.transact(workspaceId, async (tx) => {
    await tx.webhook.put(
      {
        url,
        deadline_ms,
        enabled,
        secret: fresh === null ? before!.secret : deps.sealer.seal(fresh),
        created_by: actorOf(caller).label,
      },
      now,
    )
    await tx.audit.append({
      type: before ? 'webhook.updated' : 'webhook.created',
      actor: actorOf(caller),
      target: { type: 'normalizer_webhook', id: workspaceId, label: new URL(url).host },
      before: before && { url: before.url, deadline_ms: before.deadline_ms, enabled: before.enabled },
      after: { url, deadline_ms, enabled, new_secret: fresh !== null },
      request_id: caller.request_id,
    })
  })
  return { ...toView((await store.get())!), secret: fresh }
}

export async function removeWebhook(deps: WebhookDeps, caller: Caller): Promise<void> {
  permit(caller, 'policy.manage', deps.clock.now())
  const workspaceId = caller.principal.workspace_id
  await deps.unit.transact(workspaceId, async (tx) => {
    const before = await tx.webhook.get()
    if (!before || !(await tx.webhook.remove())) throw notFound('The webhook')
    await tx.audit.append({
      type: 'webhook.deleted',
      actor: actorOf(caller),
      target: { type: 'normalizer_webhook', id: workspaceId, label: new URL(before.url).host },
      before: { url: before.url, deadline_ms: before.deadline_ms, enabled: before.enabled },
      request_id: caller.request_id,
    })
  })
}

/** Asks it once with a made-up question, and says how that went. */
export async function testWebhook(
  deps: WebhookDeps,
  caller: Caller,
  query: string,
): Promise<{ ok: boolean; detail: string }> {
  permit(caller, 'policy.manage', deps.clock.now())
  const workspaceId = caller.principal.workspace_id
  if (!(await deps.unit.read(workspaceId).webhook.get())?.enabled)
    throw new L0Error('conflict', 'No webhook is set, or it is switched off.')
  const question = { version: 1 as const, workspace: workspaceId, query, intents: [], release: '' }
  try {
    const answer = await deps.callWebhook(workspaceId, question)
    return { ok: true, detail: `It answered ${answer?.key ?? 'none'}.` }
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : 'It failed.' }
  }
}

function toView({
  url,
  deadline_ms,
  enabled,
  updated_at,
  last_outcome,
  last_at,
}: StoredWebhook): NormalizerWebhook {
  return { url, deadline_ms, enabled, updated_at, last_outcome, last_at }
}
