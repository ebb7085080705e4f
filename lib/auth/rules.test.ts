import { describe, expect, test } from 'vitest'
import { minuteMs, secondMs } from '@/lib/kernel/time'
import { makePasswords } from './password'
import { requireStrongPassword } from './password-rules'
import { looksLikeRecoveryCode, newRecoveryCodes, recoveryCodeHash } from './recovery-codes'
import { principalOf, rotationGraceMs, sessionIdleMs, type SessionRecord } from './session'
import { accountRule, backoffMs, pairRule, takeAttempt } from './throttle'

const now = new Date('2030-01-01T00:00:00Z')
const later = (ms: number) => new Date(now.getTime() + ms)

describe('passwords', () => {
  const passwords = makePasswords({ ln: 8, r: 8, p: 1 })

  test('a hash names its cost, is salted, and knows its password', async () => {
    const [one, two] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')]
    expect(one).toMatch(/^\$scrypt\$ln=8,r=8,p=1\$/)
    expect(one).not.toBe(two)
    expect(await passwords.verify('correct horse', one)).toBe(true)
    expect(await passwords.verify('wrong horse', one)).toBe(false)
  })

  test('the same characters in another Unicode form are the same password', async () => {
    const hash = await passwords.hash('cafe\u0301 au lait')
    expect(await passwords.verify('café au lait', hash)).toBe(true)
  })

  test('no account, no password and a broken hash are false, after the same work', async () => {
    expect(await passwords.verify('anything', null)).toBe(false)
    expect(await passwords.verify('anything', 'plain')).toBe(false)
  })

  test('more than can wait is refused, not queued without bound', async () => {
    const many = Array.from({ length: 200 }, () => passwords.verify('x', null).catch((error) => error.code))
    const results = await Promise.all(many)
    expect(results.filter((result) => result === 'overloaded').length).toBeGreaterThan(100)
    expect(await passwords.verify('x', null)).toBe(false)
  })

  test('common passwords and variations of the name are refused, a long phrase is not', async () => {
    const about = { email: 'margaret.hamilton@example.com', name: 'Margaret Hamilton' }
    for (const weak of [
      'password1234',
      'qwertyuiop12',
      'margarethamilton',
      '123456789012',
      'aaaaaaaaaaaaaa',
    ]) {
      await expect(requireStrongPassword(weak, about), weak).rejects.toMatchObject({ code: 'invalid_input' })
    }
    await expect(requireStrongPassword('violet tractor embassy tuesday', about)).resolves.toBeUndefined()
  })
})

describe('throttle', () => {
  test('attempts are free, then waits double, then stay at the bound', () => {
    expect(backoffMs(4, pairRule)).toBe(0)
    expect([5, 6, 7].map((failures) => backoffMs(failures, pairRule))).toEqual(
      [1, 2, 4].map((s) => s * secondMs),
    )
    expect(backoffMs(1_000_000, pairRule)).toBe(15 * minuteMs)
    expect(backoffMs(1_000_000, accountRule)).toBe(minuteMs)
  })

  test('an attempt during a wait is refused and does not lengthen it', () => {
    const state = { failures: 8, blocked_till: later(3_500), updated_at: now }
    expect(takeAttempt(state, pairRule, now)).toEqual({ allowed: false, waitSeconds: 4 })
  })

  test('after a day without attempts the count starts again', () => {
    const state = { failures: 90, blocked_till: now, updated_at: now }
    expect(takeAttempt(state, pairRule, later(24 * 60 * minuteMs))).toMatchObject({ next: { failures: 1 } })
  })
})

describe('recovery codes', () => {
  test('ten different ones of 120 bits, readable in any case and with look-alikes', () => {
    const codes = newRecoveryCodes()
    expect(new Set(codes).size).toBe(10)
    expect(codes[0]).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}$/)
    const typed = ` ${codes[0]!.toUpperCase().replaceAll('0', 'O').replaceAll('1', 'l')} `
    expect(looksLikeRecoveryCode(typed)).toBe(true)
    expect(recoveryCodeHash(typed)).toBe(recoveryCodeHash(codes[0]!))
  })
})

describe('session', () => {
  const record: SessionRecord = {
    id: 'ses_1',
    user_id: 'usr_1',
    workspace_id: 'ws_1',
    token_hash: 'new',
    epoch: 1,
    created_at: now,
    last_seen_at: now,
    expires_at: later(7 * 24 * 60 * minuteMs),
    mfa_at: now,
    step_up_at: now,
    revoked_at: null,
    previous_hash: 'old',
    previous_mfa_at: null,
    rotated_at: now,
    email: 'a@example.com',
    name: 'A',
    user_epoch: 1,
    disabled_at: null,
    mfa_enrolled: true,
    role: 'admin',
  }

  test('the token before a rotation lives ten seconds more, with the rights it had', () => {
    expect(principalOf(record, 'new', now)).toMatchObject({ mfa_at: now, step_up_at: now })
    expect(principalOf(record, 'old', later(rotationGraceMs))).toMatchObject({
      mfa_at: null,
      step_up_at: null,
    })
    expect(principalOf(record, 'old', later(rotationGraceMs + 1))).toBeNull()
  })

  test('nothing stands without every condition', () => {
    const broken: Partial<SessionRecord>[] = [
      { revoked_at: now },
      { disabled_at: now },
      { role: null },
      { user_epoch: 2 },
      { expires_at: now },
      { last_seen_at: later(-sessionIdleMs) },
    ]
    for (const change of broken) expect(principalOf({ ...record, ...change }, 'new', now)).toBeNull()
    expect(principalOf(record, 'other', now)).toBeNull()
  })
})
