'use client'

import { Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { plural } from '@/components/ui/format'
import type { ErasureReceipt } from '@/lib/workspaces/privacy-schema'
import { ErasedList, totalErased } from './erased-counts'
import { RemainingList } from './remaining-list'

type ReceiptCardProps = { receipt: ErasureReceipt; onAnother: () => void }

/** What to keep with the request of the person who asked to be forgotten. */
export function ReceiptCard({ receipt, onAnother }: ReceiptCardProps) {
  const text = JSON.stringify(receipt, null, 2)
  return (
    <Card
      title="Receipt"
      description={new Date(receipt.at).toUTCString()}
      actions={
        <>
          <CopyButton text={text} label="Copy" />
          <Button asChild>
            <a
              href={`data:application/json;charset=utf-8,${encodeURIComponent(text)}`}
              download={`erasure-${receipt.id ?? 'receipt'}.json`}
            >
              <Download aria-hidden />
              Download
            </a>
          </Button>
        </>
      }
      footer={<Button onClick={onAnother}>Forget another person</Button>}
    >
      <div className="flex flex-col gap-4">
        <Callout tone="good" role="status" title={`Done: ${plural(totalErased(receipt.erased), 'item')}`}>
          Recorded in the audit log as <code className="font-mono text-sm">{receipt.id}</code>.
        </Callout>
        <ErasedList counts={receipt.erased} />
        {receipt.remaining && <RemainingList remaining={receipt.remaining} />}
      </div>
    </Card>
  )
}
