import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { api } from '@/components/data/api'
import {
  ApiKeyView,
  Invitation,
  Me,
  Member,
  MfaResetView,
  PasskeyView,
  PasswordResetView,
  SessionView,
} from '@/lib/auth/schema'
import { AuditPage } from '@/lib/audit/schema'
import { NormalizerWebhookState } from '@/lib/normalization/tiers/webhook-schema'
import { Webhook } from '@/lib/proposals/webhooks/schema'
import { PlanUsage, Statement } from '@/lib/usage/statement-schema'
import { ModelPrices } from '@/lib/usage/model-prices-schema'
import { PolicyView, Workspace } from '@/lib/workspaces/schema'

const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })

function listQuery<T extends z.ZodType>(name: string, path: string, item: T) {
  return queryOptions({
    queryKey: ['settings', name],
    queryFn: async ({ signal }) => (await api('GET', path, listOf(item), { signal })).items as z.infer<T>[],
  })
}

export const membersQuery = () => listQuery('members', '/api/console/members', Member)
export const invitationsQuery = () => listQuery('invitations', '/api/console/invitations', Invitation)
export const mfaResetsQuery = () => listQuery('mfa-resets', '/api/console/members/mfa-resets', MfaResetView)
export const passwordResetsQuery = () =>
  listQuery('password-resets', '/api/console/members/password-resets', PasswordResetView)
export const keysQuery = () => listQuery('keys', '/api/console/keys', ApiKeyView)
export const sessionsQuery = () => listQuery('sessions', '/api/console/sessions', SessionView)
export const passkeysQuery = () => listQuery('passkeys', '/api/console/mfa/passkeys', PasskeyView)

export function policyQuery() {
  return queryOptions({
    queryKey: ['settings', 'policy'],
    queryFn: ({ signal }) => api('GET', '/api/console/policy', PolicyView, { signal }),
    // A form stands on it: it must not change under the person's hands.
    refetchOnWindowFocus: false,
  })
}

export function planQuery() {
  return queryOptions({
    queryKey: ['settings', 'plan'],
    queryFn: ({ signal }) => api('GET', '/api/console/plan', PlanUsage, { signal }),
  })
}

export function statementQuery(month: string) {
  return queryOptions({
    queryKey: ['settings', 'statement', month],
    queryFn: ({ signal }) =>
      api('GET', '/api/console/plan/statement', Statement, { query: { month }, signal }),
  })
}

export function pricesQuery() {
  return queryOptions({
    queryKey: ['settings', 'prices'],
    queryFn: ({ signal }) => api('GET', '/api/console/prices', ModelPrices, { signal }),
  })
}

export function workspaceQuery() {
  return queryOptions({
    queryKey: ['settings', 'workspace'],
    queryFn: ({ signal }) => api('GET', '/api/console/workspaces', Workspace, { signal }),
    refetchOnWindowFocus: false,
  })
}

/** The person signed in, asked anew: what the page came with may be older than their last change. */
export function freshMeQuery() {
  return queryOptions({
    queryKey: ['settings', 'me'],
    queryFn: ({ signal }) => api('GET', '/api/console/me', Me, { signal }),
  })
}

export const webhooksQuery = () => listQuery('webhooks', '/api/console/webhooks', Webhook)

export function normalizerWebhookQuery() {
  return queryOptions({
    queryKey: ['settings', 'normalizer-webhook'],
    queryFn: async ({ signal }) =>
      (await api('GET', '/api/console/normalizer-webhook', NormalizerWebhookState, { signal })).webhook,
    refetchOnWindowFocus: false,
  })
}

/** Receipts of earlier erasures: the audit log is where they are kept. */
export function erasuresQuery() {
  return queryOptions({
    queryKey: ['settings', 'erasures'],
    queryFn: async ({ signal }) =>
      (await api('GET', '/api/v1/audit', AuditPage, { query: { type: 'privacy.erased', limit: 20 }, signal }))
        .items,
  })
}
