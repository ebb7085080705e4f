import { WebhookEvent } from '@/lib/proposals/webhooks/schema'

/** What each event says, in the console's words. */
export const eventWords: Record<WebhookEvent, string> = {
  high_risk_new: 'New proposal of high risk',
  rollout_backed_off: 'The roll-out was taken back',
  second_approval_needed: 'A second approval is needed',
  sla_at_risk: 'A proposal nears its review goal',
  entry_quarantined: 'An entry was quarantined',
  forged_value: 'A forged value was seen in the cache',
}

export const webhookEvents: readonly WebhookEvent[] = WebhookEvent.options
