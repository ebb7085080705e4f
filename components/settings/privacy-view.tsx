'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/components/data/api'
import { useMay } from '@/components/shell/me'
import { NotForRole } from '@/components/shell/not-for-role'
import { Callout } from '@/components/ui/callout'
import { ErasureReceipt, type ForgetPerson } from '@/lib/workspaces/privacy-schema'
import { ForgetForm } from './privacy/forget-form'
import { ForgetPreview } from './privacy/forget-preview'
import { ReceiptCard } from './privacy/receipt-card'
import { ReceiptsCard } from './privacy/receipts-card'
import { erasuresQuery, policyQuery } from './queries'

export function PrivacyView() {
  if (useMay('privacy.erase')) return <Privacy />
  return <NotForRole>Deleting what is known of a person is for admins.</NotForRole>
}

type Whom = Omit<ForgetPerson, 'preview'>
type Step =
  | { at: 'asking' }
  | { at: 'looking'; whom: Whom; preview: ErasureReceipt }
  | { at: 'done'; receipt: ErasureReceipt }

async function forget(whom: Whom, preview: boolean): Promise<ErasureReceipt> {
  return api('POST', '/api/console/privacy/forget', ErasureReceipt, { body: { ...whom, preview } })
}

/** Say whom, see what would go, confirm, keep the receipt. */
function Privacy() {
  const client = useQueryClient()
  const policy = useQuery(policyQuery())
  const [step, setStep] = useState<Step>({ at: 'asking' })
  const held = policy.data?.policy.legal_hold === true
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      {held && (
        <Callout tone="warn" title="A legal hold stands">
          Nothing may be deleted until it ends, under Policy. You can still count what would go.
        </Callout>
      )}
      {step.at !== 'done' && (
        <ForgetForm
          onCount={async (whom) => setStep({ at: 'looking', whom, preview: await forget(whom, true) })}
          onChange={() => setStep({ at: 'asking' })}
        />
      )}
      {step.at === 'looking' && (
        <ForgetPreview
          preview={step.preview}
          held={held}
          onErase={async () => {
            const receipt = await forget(step.whom, false)
            setStep({ at: 'done', receipt })
            await client.invalidateQueries({ queryKey: erasuresQuery().queryKey })
          }}
        />
      )}
      {step.at === 'done' && (
        <ReceiptCard receipt={step.receipt} onAnother={() => setStep({ at: 'asking' })} />
      )}
      <ReceiptsCard />
    </div>
  )
}
