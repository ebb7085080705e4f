import { L0Error } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes'
import type { AuthParts } from './ports'
import type { ApiScope, NewApiKey, Role } from './schema'
import { addApiKey } from './manage-api-keys'
import { newTotpSecret } from './totp'

const seeder = { type: 'system' as const, id: 'seed' }
const nowhere = { request_id: '', address: '', user_agent: null }

/**
 * For seeding: a person with a password, a membership and an authenticator enrolled. Returns the
 * id and the TOTP secret (base 32). Throws `conflict` for an address in use.
 */
export async function createUserWithPassword(
  auth: AuthParts,
  person: {
    workspaceId: string
    email: string
    name: string
    password: string
    role: Role
    /** Base 32; left out: a new one. */
    totpSecret?: string
  },
): Promise<{ user_id: string; totp_secret: string }> {
  const now = auth.clock.now()
  const email = person.email.toLowerCase()
  const password_hash = await auth.passwords.hash(person.password)
  const totp_secret = person.totpSecret ?? newTotpSecret()
  return auth.unit.transact(async (tx) => {
    if (await tx.users.findByEmail(email)) throw new L0Error('conflict', 'This address is in use.')
    const id = newId('usr', now.getTime())
    await tx.users.create({ id, email, name: person.name, password_hash })
    await tx.users.setTotp(id, { secret: auth.sealer.seal(totp_secret), last_step: 0, now })
    await tx.factors.replaceRecoveryCodes(id, newRecoveryCodes().map(recoveryCodeHash))
    const { members, audit } = tx.workspace(person.workspaceId)
    await members.put(id, person.role, now)
    await audit.append({
      type: 'member.joined',
      actor: seeder,
      target: { type: 'member', id, label: email },
      after: { role: person.role },
    })
    return { user_id: id, totp_secret }
  })
}

/** For seeding and the command line: a key made by the system. */
export async function createSystemApiKey(
  auth: AuthParts,
  key: { workspaceId: string; name: string; scopes: ApiScope[]; actor?: string },
): Promise<NewApiKey> {
  const { workspaceId, name, scopes } = key
  const input = { name, scopes, expires_in_days: null, allowed_cidrs: [], rate_per_minute: null }
  const actor = key.actor ? { type: 'system' as const, id: key.actor } : seeder
  return auth.unit.transact((tx) =>
    addApiKey(tx, { workspaceId, actor, input, now: auth.clock.now(), origin: nowhere }),
  )
}
