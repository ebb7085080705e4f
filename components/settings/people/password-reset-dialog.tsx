'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { toast } from 'sonner'
import { api } from '@/components/data/api'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { MadePasswordReset, type Member } from '@/lib/auth/schema'
import { passwordResetsQuery } from '../queries'
import { remindToKeep, SecretOnce } from '../secret-once'

type PasswordResetDialogProps = { member: Member; onClose: () => void }

/** Asks why; then the link, or the word that a second admin has to agree. */
export function PasswordResetDialog({ member, onClose }: PasswordResetDialogProps) {
  const client = useQueryClient()
  const [link, setLink] = useState<string | null>(null)
  const keeping = useRef(false)
  if (link) return <PasswordLinkDialog email={member.email} link={link} onClose={onClose} />
  return (
    <ConfirmDialog
      title={`Reset the password of ${member.name}?`}
      description={
        member.mfa_enrolled
          ? 'You get a one-use link for them. Their second factor stays; all their sessions end when they use it.'
          : 'They have no second factor, so a second admin has to agree. Then there is a one-use link for them.'
      }
      action={member.mfa_enrolled ? 'Make the link' : 'Ask for the reset'}
      variant="primary"
      reason={{ label: 'Reason', min: 5, hint: 'How you know it is them: it goes into the log.' }}
      // Once there is a link, it closes with the link's own dialog.
      onClose={() => !keeping.current && onClose()}
      onConfirm={async (reason) => {
        const body = { user_id: member.user_id, reason }
        const made = await api('POST', '/api/console/members/password-resets', MadePasswordReset, { body })
        await client.invalidateQueries({ queryKey: passwordResetsQuery().queryKey })
        keeping.current = made.link !== null
        setLink(made.link)
        if (!made.link) toast.success('The reset waits for a second admin')
      }}
    />
  )
}

export function PasswordLinkDialog(props: { email: string; link: string; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={remindToKeep} title={`Send this link to ${props.email}`}>
      <SecretOnce
        label="Password link"
        secret={props.link}
        note="It works once, within a day, for whoever opens it first, and is not shown again. Send it over a channel you trust."
        onDone={props.onClose}
      />
    </Dialog>
  )
}
