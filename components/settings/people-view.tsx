'use client'

import { useMay } from '@/components/shell/me'
import { InvitationsCard } from './people/invitations-card'
import { MembersCard } from './people/members-card'
import { MfaResetsCard } from './people/mfa-resets-card'
import { PasswordResetsCard } from './people/password-resets-card'

export function PeopleView() {
  const manages = useMay('member.manage')
  return (
    <div className="flex flex-col gap-6">
      {manages && <MfaResetsCard />}
      {manages && <PasswordResetsCard />}
      <MembersCard manages={manages} />
      {manages && <InvitationsCard />}
    </div>
  )
}
