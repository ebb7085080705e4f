'use client'

import { useMutation } from '@tanstack/react-query'
import { UserRoundCheck, X } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { RejectDialog } from '@/components/review/reject-dialog'
import { useMe } from '@/components/shell/me'
import { Button } from '@/components/ui/button'
import { plural } from '@/components/ui/format'
import type { Proposal, RejectReason } from '@/lib/proposals/schema'

type BulkBarProps = { selected: readonly Proposal[]; onDone: () => void; onClear: () => void }

/** What can be done to many at once: assign and reject. Approving stays one by one. */
export function BulkBar({ selected, onDone, onClear }: BulkBarProps) {
  const me = useMe()
  const [rejecting, setRejecting] = useState(false)
  const ids = selected.map((proposal) => proposal.id)
  const assign = useMutation({
    mutationFn: () =>
      api('POST', '/api/console/proposals/assign', z.unknown(), { body: { ids, user_id: me.user_id } }),
    onSuccess: () => {
      toast.success(`${plural(ids.length, 'proposal')} assigned to you`)
      onDone()
    },
    onError: (error) => toast.error(problemText(error)),
  })
  const reject = useMutation({
    mutationFn: (why: { reason_code: RejectReason; reason: string }) =>
      api('POST', '/api/console/proposals/bulk-reject', z.unknown(), { body: { ids, ...why } }),
    onSuccess: () => {
      setRejecting(false)
      toast.success(`${plural(ids.length, 'proposal')} rejected`)
      onDone()
    },
  })

  if (selected.length === 0) return null
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-4 z-20 flex justify-center px-4">
      <div
        role="toolbar"
        aria-label="Selected proposals"
        className="pointer-events-auto flex animate-pop flex-wrap items-center gap-2 rounded-xl border border-line bg-raised p-2 pl-4 shadow-high"
      >
        <span className="mr-2 text-base font-medium tabular-nums" aria-live="polite">
          {selected.length} selected
        </span>
        <Button size="sm" busy={assign.isPending} onClick={() => assign.mutate()}>
          <UserRoundCheck aria-hidden />
          Assign to me
        </Button>
        <Button size="sm" variant="danger-quiet" onClick={() => setRejecting(true)}>
          Reject…
        </Button>
        <Button size="icon-sm" variant="quiet" aria-label="Clear the selection" onClick={onClear}>
          <X aria-hidden />
        </Button>
      </div>
      <RejectDialog
        open={rejecting}
        onOpenChange={setRejecting}
        title={`Reject ${plural(ids.length, 'proposal')}`}
        busy={reject.isPending}
        error={reject.isError ? problemText(reject.error) : undefined}
        onReject={(why) => reject.mutate(why)}
      />
    </div>
  )
}
