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
  /** Was a decision of this kind for this text revoked by a person? Then no tier decides it again. */
  wasRevoked(maskedText: string): Promise<boolean>
}

/** The normaliser a workspace runs right now. */
export type LiveReader = (workspaceId: string) => Promise<Normalizer>
