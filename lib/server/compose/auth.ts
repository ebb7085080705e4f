import { apiKeyDirectory } from '@/lib/adapters/postgres/api-key-store'
import { sessionStore } from '@/lib/adapters/postgres/auth-session-store'
import { authUnit } from '@/lib/adapters/postgres/auth-unit'
import { makeGate } from '@/lib/auth/gate'
import { makeKeyRing, type KeyRing } from '@/lib/auth/key-ring'
import { makePasswords, type ScryptCost } from '@/lib/auth/password'
import type { AuthParts, RelyingParty } from '@/lib/auth/ports'
import { recordRefusedAddress } from '@/lib/auth/record-refused-address'
import type { KeyPrincipal } from '@/lib/auth/schema'
import type { Env } from '@/lib/env'
import { minuteMs } from '@/lib/kernel/time'
import type { Base } from '../base'

export type Auth = AuthParts & {
  keyRing: KeyRing
  /** Stops the timer and writes pending times of last use. */
  close(): Promise<void>
}

export type AuthOptions = {
  passwordCost?: ScryptCost
}

export function composeAuth(base: Base, options: AuthOptions = {}): Auth {
  const directory = apiKeyDirectory({ db: base.db.prisma })
  const unit = authUnit(base.db, base.clock.now)
  const keyRing = makeKeyRing({
    directory,
    clock: base.clock,
    onRefusedAddress: refusalRecorder(base, unit),
    onFirstUse: () => void setTimeout(flush, 0),
  })
  const flush = () =>
    keyRing.flush().catch((err) => base.log.warn({ err }, 'times of last use were not stored'))
  const timer = setInterval(flush, minuteMs)
  timer.unref()
  return {
    clock: base.clock,
    unit,
    sessions: sessionStore({ db: base.db.prisma }),
    passwords: makePasswords(options.passwordCost),
    signInGate: makeGate({ running: 3, waiting: 200 }),
    sealer: base.secrets,
    issuer: 'L0 Cache',
    relyingParty: relyingParty(base.env),
    keyRing,
    onKeyChanged: keyRing.invalidate,
    close: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}

function relyingParty(env: Env): RelyingParty {
  const url = new URL(env.L0_URL ?? `http://localhost:${env.PORT}`)
  return { id: url.hostname, name: 'L0 Cache', origin: url.origin }
}

/** A refused address is an event, but a caller who tries a thousand times a second makes one a minute. */
function refusalRecorder(base: Base, unit: AuthParts['unit']) {
  const last = new Map<string, number>()
  return (principal: KeyPrincipal, remote: string) => {
    const now = base.clock.now().getTime()
    if (now - (last.get(principal.key_id) ?? 0) < minuteMs) return
    last.set(principal.key_id, now)
    recordRefusedAddress(unit, principal, remote).catch((err) =>
      base.log.warn({ err }, 'a refused address was not recorded'),
    )
  }
}
