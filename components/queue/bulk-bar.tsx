'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { UserRoundCheck, X } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { membersQuery } from '@/components/data/queries'
import { RejectDialog } from '@/components/review/reject-dialog'
import { useMe } from '@/components/shell/me'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { plural } from '@/components/ui/format'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { roleMay } from '@/lib/auth/permissions'
import { BulkOutcome } from '@/lib/proposals/desk/desk-schema'
import type { Proposal, RejectReason } from '@/lib/proposals/schema'

type BulkBarProps = { selected: readonly Proposal[]; onDone: () => void; onClear: () => void }

/** The server takes this many at a time. */
const batchSize = 200
const Assigned = z.object({ assigned: z.array(z.string()) })
const Rejected = z.object({ items: z.array(BulkOutcome) })

/** What can be done to many at once: assign and reject. Approving stays one by one. */
export function BulkBar({ selected, onDone, onClear }: BulkBarProps) {
  const [rejecting, setRejecting] = useState(false)
  const assign = useMutation({
    mutationFn: async (user_id: string | null) => {
      let assigned = 0
      for (const batch of batches(selected)) {
        const body = { ids: batch.map((proposal) => proposal.id), user_id }
        assigned += (await api('POST', '/api/console/proposals/assign', Assigned, { body })).assigned.length
      }
      return assigned
    },
    onSuccess: (assigned, userId) => {
      toast.success(`${plural(assigned, 'proposal')} ${userId === null ? 'given back' : 'assigned'}`)
      onDone()
    },
    onError: (error) => toast.error(problemText(error)),
  })
  const reject = useMutation({
    mutationFn: async (why: { reason_code: RejectReason; reason: string }) => {
      const outcomes: BulkOutcome[] = []
      for (const batch of batches(selected)) {
        const items = batch.map(({ id, content_hash }) => ({ id, content_hash }))
        const reply = await api('POST', '/api/console/proposals/bulk-reject', Rejected, {
          body: { items, ...why },
        })
        outcomes.push(...reply.items)
      }
      return outcomes
    },
    onSuccess: (outcomes) => {
      setRejecting(false)
      tellOutcome(outcomes)
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
        <AssignMenu busy={assign.isPending} onAssign={(userId) => assign.mutate(userId)} />
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
        title={`Reject ${plural(selected.length, 'proposal')}`}
        busy={reject.isPending}
        error={reject.isError ? problemText(reject.error) : undefined}
        onReject={(why) => reject.mutate(why)}
      />
    </div>
  )
}

function AssignMenu({ busy, onAssign }: { busy: boolean; onAssign: (userId: string | null) => void }) {
  const me = useMe()
  const members = useQuery(membersQuery()).data?.items ?? []
  const others = members.filter(
    (member) => member.user_id !== me.user_id && roleMay(member.role, 'proposal.decide'),
  )
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" busy={busy}>
          <UserRoundCheck aria-hidden />
          Assign
        </Button>
      }
    >
      <MenuItem onSelect={() => onAssign(me.user_id)}>
        <Avatar name={me.name} size="sm" />
        Me
      </MenuItem>
      {others.map((member) => (
        <MenuItem key={member.user_id} onSelect={() => onAssign(member.user_id)}>
          <Avatar name={member.name} size="sm" />
          {member.name}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => onAssign(null)}>Nobody</MenuItem>
    </Menu>
  )
}

function tellOutcome(outcomes: readonly BulkOutcome[]) {
  const failed = outcomes.filter((outcome) => !outcome.ok)
  const done = plural(outcomes.length - failed.length, 'proposal')
  if (failed.length === 0) return void toast.success(`${done} rejected`)
  toast.warning(`${done} rejected, ${failed.length} not`, {
    description: failed[0]?.detail ?? undefined,
    duration: 10_000,
  })
}

function batches(selected: readonly Proposal[]): Proposal[][] {
  const count = Math.ceil(selected.length / batchSize)
  return Array.from({ length: count }, (_, index) =>
    selected.slice(index * batchSize, (index + 1) * batchSize),
  )
}
