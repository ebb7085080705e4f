'use client'

import { useSyncExternalStore } from 'react'

export const reviewActions = ['next', 'previous', 'approve', 'reject', 'edit', 'undo'] as const
export type ReviewAction = (typeof reviewActions)[number]
export type ReviewKeys = Record<ReviewAction, string>

export const reviewActionWords: Record<ReviewAction, string> = {
  next: 'Next proposal',
  previous: 'Previous proposal',
  approve: 'Approve',
  reject: 'Reject',
  edit: 'Edit & approve',
  undo: 'Undo the last decision',
}

export const defaultReviewKeys: ReviewKeys = {
  next: 'j',
  previous: 'k',
  approve: 'a',
  reject: 'r',
  edit: 'e',
  undo: 'u',
}
/** These mean something everywhere. */
const reservedKeys = ['g', '?', '/', 'x']

const storageKey = 'l0.review-keys'
const listeners = new Set<() => void>()
let keys: ReviewKeys | null = null

function read(): ReviewKeys {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}')
    return { ...defaultReviewKeys, ...(typeof stored === 'object' ? stored : {}) }
  } catch {
    return defaultReviewKeys
  }
}

export function useReviewKeys(): ReviewKeys {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => (keys ??= read()),
    () => defaultReviewKeys,
  )
}

export function setReviewKeys(next: ReviewKeys): void {
  keys = next
  localStorage.setItem(storageKey, JSON.stringify(next))
  for (const listener of listeners) listener()
}

/** Why a key cannot be given to an action, or null when it can. */
export function keyConflict(current: ReviewKeys, action: ReviewAction, key: string): string | null {
  if ([...key].length !== 1 || key.trim() === '') return 'Use one printable key.'
  if (reservedKeys.includes(key)) return `“${key}” is taken everywhere in the console.`
  const other = reviewActions.find((name) => name !== action && current[name] === key)
  return other ? `“${key}” already means “${reviewActionWords[other]}”.` : null
}
