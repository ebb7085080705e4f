'use client'

import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { useMay } from '@/components/shell/me'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { IntentDetail } from '@/lib/normalization/intents/schema'

/** On the page of an intent that was merged: where it went, and the way back. */
export function MergedNote({ intent, into }: { intent: IntentDetail; into: string }) {
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const manages = useMay('release.manage')
  return (
    <>
      <Callout
        tone="warn"
        title={
          <>
            Merged into{' '}
            <Link
              href={`/normalizer/intents/${encodeURIComponent(into)}`}
              className="font-mono text-sm text-accent-text underline underline-offset-2"
            >
              {into}
            </Link>
          </>
        }
        action={
          manages && (
            <Button size="sm" onClick={() => setAsking(true)}>
              Take it back…
            </Button>
          )
        }
      >
        Releases trained since then place its questions there. Its entry is served while a release from before
        is live.
      </Callout>
      {asking && (
        <ConfirmDialog
          title={`Make ${intent.key} its own intent again?`}
          description="Its phrasings and patterns return. Questions are placed here once a new release is live. Proposals that the merge closed stay closed."
          action="Take the merge back"
          variant="primary"
          reason={{ label: 'Reason', min: 3 }}
          onClose={() => setAsking(false)}
          onConfirm={async (reason) => {
            const path = `${apiPath('/api/console/intents', intent.id)}/unmerge`
            await api('POST', path, IntentDetail, { body: { reason } })
            await client.invalidateQueries({ queryKey: ['normalizer'] })
            toast.success(`${intent.key} is its own intent again`, {
              description: 'Train a release to place questions there.',
            })
          }}
        />
      )}
    </>
  )
}
