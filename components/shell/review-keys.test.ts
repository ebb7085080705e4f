import { describe, expect, it } from 'vitest'
import { defaultReviewKeys, keyConflict } from './review-keys'

describe('keyConflict', () => {
  it('refuses a key that another action has, and names it', () => {
    expect(keyConflict(defaultReviewKeys, 'reject', 'a')).toContain('Approve')
  })

  it('refuses keys that mean something everywhere', () => {
    expect(keyConflict(defaultReviewKeys, 'approve', 'g')).not.toBeNull()
  })

  it('refuses what is no single printable key', () => {
    expect(keyConflict(defaultReviewKeys, 'approve', 'Enter')).not.toBeNull()
    expect(keyConflict(defaultReviewKeys, 'approve', ' ')).not.toBeNull()
  })

  it('lets an action keep or change its key', () => {
    expect(keyConflict(defaultReviewKeys, 'approve', 'a')).toBeNull()
    expect(keyConflict(defaultReviewKeys, 'approve', 'y')).toBeNull()
  })
})
