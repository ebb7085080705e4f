import type { Normalizer } from '../normalizer'
import type { Memo, MemoPage, MemoQuery, NewMemo } from './schema'

/** Remembered decisions of one workspace: one live entry a masked text. */
export type MemoStore = {
  list(query: MemoQuery): Promise<MemoPage>
  get(id: string): Promise<Memo | null>
  find(maskedText: string): Promise<Memo | null>
  /** Stores a decision unless the text has one; null then. The first one stands until it is revoked. */
  add(memo: NewMemo, now: Date): Promise<Memo | null>
  /** False when it was revoked already. */
  revoke(id: string, by: string, now: Date): Promise<boolean>
  /** Revokes what was decided for an intent that is gone; returns how many. */
  /** Decisions for one intent become decisions for another; returns how many. */
  moveKey(from: string, to: string): Promise<number>
  revokeKey(key: string, by: string, now: Date): Promise<number>
  /** A new release knows other intents: what tiers said is "none" may be asked again. Returns how many. */
  forgetNones(release: { id: string; hash: string }, now: Date): Promise<number>
  /** Was a decision of this kind for this text revoked by a person? Then no tier decides it again. */
  wasRevoked(maskedText: string): Promise<boolean>
}

/** The normaliser a workspace runs right now. */
export type LiveReader = (workspaceId: string) => Promise<Normalizer>

/** `secret` is sealed. */
export type StoredWebhook = {
  url: string
  secret: string
  deadline_ms: number
  enabled: boolean
  created_by: string
  updated_at: string
  last_outcome: string
  last_at: string | null
}

export type NormalizerWebhookStore = {
  get(): Promise<StoredWebhook | null>
  put(webhook: Omit<StoredWebhook, 'updated_at' | 'last_outcome' | 'last_at'>, now: Date): Promise<void>
  remove(): Promise<boolean>
  setOutcome(outcome: string, now: Date): Promise<void>
}
