'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { Field } from '@/components/ui/field'
import { plural } from '@/components/ui/format'
import { Textarea } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/skeleton'
import { MergeOutcome, type IntentDetail } from '@/lib/normalization/intents/schema'
import { intentQuery } from '../queries'
import { IntentSide } from './intent-side'

type MergeDialogProps = { intentKey: string; otherKey: string; onClose: () => void }

/** Two intents side by side, and the choice which of them stays. */
export function MergeDialog({ intentKey, otherKey, onClose }: MergeDialogProps) {
  const one = useQuery(intentQuery(intentKey))
  const two = useQuery(intentQuery(otherKey))
  const failed = [one, two].find((query) => query.isError && !query.data)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="The same question?"
      description="If both mean the same, they become one. If not, give each phrasings that set them apart."
      width="lg"
    >
      {(one.isPending || two.isPending) && !failed && <Skeleton className="h-64 w-full" />}
      {failed && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} what="the intents" />}
      {one.data && two.data && <Compared one={one.data} two={two.data} onClose={onClose} />}
    </Dialog>
  )
}

function Compared({ one, two, onClose }: { one: IntentDetail; two: IntentDetail; onClose: () => void }) {
  const client = useQueryClient()
  const router = useRouter()
  const [staying, setStaying] = useState(two.key)
  const [reason, setReason] = useState('')
  const [stays, goes] = staying === one.key ? [one, two] : [two, one]
  const merge = useMutation({
    mutationFn: () =>
      api('POST', `${apiPath('/api/console/intents', goes.id)}/merge`, MergeOutcome, {
        body: { into: stays.key, reason: reason.trim() },
      }),
    onSuccess: async ({ phrasings_moved, proposals_closed, release_id }) => {
      await client.invalidateQueries({ queryKey: ['normalizer'] })
      void client.invalidateQueries({ queryKey: ['proposals'] })
      toast.success(`${goes.key} was merged into ${stays.key}`, {
        description: `${plural(phrasings_moved, 'phrasing')} moved, ${plural(proposals_closed, 'waiting proposal')} closed. It takes effect when the release goes live.`,
      })
      onClose()
      router.push(release_id ? `/normalizer/releases/${release_id}` : '/normalizer/releases')
    },
  })
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        merge.mutate()
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <IntentSide intent={one} />
        <IntentSide intent={two} />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="text-sm font-medium">Keep</span>
        <Segmented
          label="The intent that stays"
          className="max-w-full overflow-x-auto"
          value={staying}
          onChange={setStaying}
          options={[one, two].map(({ key }) => ({ value: key, label: key }))}
        />
      </div>
      <p className="text-base text-ink-2">
        Phrasings and patterns of <code className="font-mono text-sm">{goes.key}</code> move to{' '}
        <code className="font-mono text-sm">{stays.key}</code>, the higher risk counts, and what waits for
        review under the old key is closed. A release is trained; until it is live, both answer as they do
        now.
      </p>
      <Field label="Reason" hint="For the audit log.">
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {merge.error && (
        <p role="alert" className="text-base text-bad-text">
          {problemText(merge.error)}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep both</Button>
        <Button type="submit" variant="primary" busy={merge.isPending} disabled={reason.trim().length < 3}>
          Merge and train a release
        </Button>
      </div>
    </form>
  )
}
