'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { plural } from '@/components/ui/format'
import type { ErasureReceipt } from '@/lib/workspaces/privacy-schema'
import { ErasedList, totalErased } from './erased-counts'
import { RemainingList } from './remaining-list'

type ForgetPreviewProps = { preview: ErasureReceipt; held: boolean; onErase: () => Promise<void> }

export function ForgetPreview({ preview, held, onErase }: ForgetPreviewProps) {
  const [asking, setAsking] = useState(false)
  const total = totalErased(preview.erased)
  return (
    <Card
      title={total === 0 ? 'Nothing is kept of them' : `${plural(total, 'item')} would go`}
      description="Counted just now; nothing was deleted."
      footer={
        <>
          <Button variant="danger" disabled={held} onClick={() => setAsking(true)}>
            {total === 0 ? 'Record that nothing was kept…' : 'Delete…'}
          </Button>
          {held && <span className="text-sm text-ink-3">The legal hold forbids it.</span>}
        </>
      }
    >
      <div className="flex flex-col gap-4" role="status">
        <ErasedList counts={preview.erased} />
        {preview.remaining && <RemainingList remaining={preview.remaining} />}
      </div>
      {asking && (
        <ConfirmDialog
          title={total === 0 ? 'Record that nothing was kept?' : `Delete ${plural(total, 'item')} for good?`}
          description="It cannot be undone. The audit log records that it was done and how much, not of whom; its proofs still hold."
          action={total === 0 ? 'Record it' : 'Delete for good'}
          onClose={() => setAsking(false)}
          onConfirm={onErase}
        />
      )}
    </Card>
  )
}
