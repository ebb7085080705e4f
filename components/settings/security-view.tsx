'use client'

import { AuthenticatorCard } from './security/authenticator-card'
import { PasskeysCard } from './security/passkeys-card'
import { PasswordCard } from './security/password-card'
import { RecoveryCard } from './security/recovery-card'
import { SessionsCard } from './security/sessions-card'

/** The person's own account, whatever their role. */
export function SecurityView() {
  return (
    <div className="grid items-start gap-6 xl:grid-cols-2">
      <div className="flex flex-col gap-6">
        <AuthenticatorCard />
        <PasskeysCard />
        <RecoveryCard />
      </div>
      <div className="flex flex-col gap-6">
        <SessionsCard />
        <PasswordCard />
      </div>
    </div>
  )
}
