import { describe, expect, test } from 'vitest'
import type { Member } from '@/lib/auth/schema'
import { mentionedIn } from './mentions'

const member = (user_id: string, email: string): Member => ({
  user_id,
  email,
  name: user_id,
  role: 'operator',
  mfa_enrolled: true,
  created_at: '2026-01-01T00:00:00.000Z',
  last_seen_at: null,
})
const members = [member('ann', 'ann@demo.local'), member('bo', 'bo.b+x@demo.local')]

describe('mentions', () => {
  test('name people by what stands before the @ of their address, in any case', () => {
    expect(mentionedIn('@Ann and @bo.b+x, look', members)).toEqual(['ann', 'bo'])
  })

  test('reach people at the end of a sentence too', () => {
    expect(mentionedIn('Ask @ann.', members)).toEqual(['ann'])
    expect(mentionedIn('(@ann)', members)).toEqual(['ann'])
  })

  test('are not made by other words', () => {
    expect(mentionedIn('anna@demo.local, @annabel', members)).toEqual([])
  })
})
