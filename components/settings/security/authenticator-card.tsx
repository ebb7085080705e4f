'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { CodeField } from '@/components/auth/code-field'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { useMe } from '@/components/shell/me'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { Disclosure } from '@/components/ui/disclosure'
import { RecoveryCodes, TotpEnrolment } from '@/lib/auth/schema'
import { CodesDialog } from './codes-dialog'

export function AuthenticatorCard() {
  const me = useMe()
  const [codes, setCodes] = useState<string[] | null>(null)
  const enrol = useMutation({
    mutationFn: () => api('POST', '/api/console/mfa/enrol', TotpEnrolment),
    onError: (error) => toast.error('Nothing was changed', { description: problemText(error) }),
  })
  return (
    <Card
      title="Authenticator app"
      description="Six digits that change every half minute."
      actions={
        <Button busy={enrol.isPending} onClick={() => enrol.mutate()}>
          {me.mfa_enrolled ? 'Set up anew' : 'Set up'}
        </Button>
      }
    >
      <Badge tone={me.mfa_enrolled ? 'good' : 'warn'}>
        {me.mfa_enrolled ? 'Second factor on' : 'No second factor'}
      </Badge>
      {enrol.data && (
        <EnrolDialog
          enrolment={enrol.data}
          onClose={() => enrol.reset()}
          onConfirmed={(made) => {
            enrol.reset()
            setCodes(made)
          }}
        />
      )}
      {codes && codes.length > 0 && <CodesDialog codes={codes} onClose={() => setCodes(null)} />}
    </Card>
  )
}

type EnrolDialogProps = {
  enrolment: TotpEnrolment
  onClose: () => void
  onConfirmed: (codes: string[]) => void
}

function EnrolDialog({ enrolment, onClose, onConfirmed }: EnrolDialogProps) {
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: () => api('POST', '/api/console/mfa/confirm', RecoveryCodes, { body: { code } }),
    onSuccess: ({ recovery_codes }) => {
      toast.success('The new authenticator is in use')
      onConfirmed(recovery_codes)
    },
    onError: () => setCode(''),
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Set up an authenticator"
      description="The one in use stays in use until a code of the new one is confirmed."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          confirm.mutate()
        }}
      >
        {/* eslint-disable-next-line @next/next/no-img-element -- a data: URL has nothing to optimise */}
        <img
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(enrolment.qr_svg)}`}
          alt="QR code for your authenticator app"
          width={168}
          height={168}
          className="size-42 self-center rounded-md bg-[#fff] p-1.5"
        />
        <Disclosure summary="Can’t scan? Type this key instead">
          <div className="flex items-center gap-2">
            <code className="min-w-0 flex-1 font-mono text-sm break-all">{enrolment.secret}</code>
            <CopyButton text={enrolment.secret} label="Copy key" iconOnly />
          </div>
        </Disclosure>
        <CodeField
          code={code}
          onChange={setCode}
          error={confirm.error ? problemText(confirm.error) : undefined}
          autoFocus={false}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={confirm.isPending} disabled={code.length < 6}>
            Confirm
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
