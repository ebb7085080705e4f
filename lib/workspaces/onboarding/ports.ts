import type { AuditTrail } from '@/lib/audit/trail'
import type { Clock } from '@/lib/kernel/time'

/** Times are ISO 8601; null: not yet. */
export type OnboardingMarks = {
  named_at: string | null
  model_chosen_at: string | null
  intents_chosen_at: string | null
  key_id: string | null
  first_request_at: string | null
  finished_at: string | null
  dismissed_at: string | null
}

/** What a workspace shows by itself. */
export type OnboardingFacts = {
  workspace_name: string
  intents: number
  upstreams: number
  /** Any key that was ever made. */
  has_keys: boolean
  /** The key of the marks, unless it was revoked. */
  key: { id: string; name: string; prefix: string; last_used_at: string | null } | null
}

export type OnboardingStore = {
  /** Marks are null where nobody has begun. Throws `not_found` without such a workspace. */
  read(): Promise<{ marks: OnboardingMarks | null; facts: OnboardingFacts }>
  hasKey(id: string): Promise<boolean>
  write(
    change: Partial<{ [K in keyof OnboardingMarks]: K extends 'key_id' ? string : Date | null }>,
    now: Date,
  ): Promise<void>
}

export type OnboardingUnit = {
  read(workspaceId: string): OnboardingStore
  transact<T>(
    workspaceId: string,
    work: (tx: { onboarding: OnboardingStore; audit: AuditTrail }) => Promise<T>,
  ): Promise<T>
}

export type OnboardingDeps = { clock: Clock; unit: OnboardingUnit }
