'use client'

import clsx from 'clsx'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { rejectReasons, type RejectReason } from '@/lib/proposals/schema'

const rejectReasonWords: Record<RejectReason, string> = {
  wrong: 'The answer is wrong',
  not_generic: 'Only right for one person',
  unsafe: 'Unsafe or promises too much',
  personal_data: 'Contains personal data',
  outdated: 'Outdated',
  style: 'Tone or style',
  wrong_intent: 'Answers another question',
  other: 'Something else',
}

type RejectDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  busy: boolean
  error?: string | undefined
  onReject: (why: { reason_code: RejectReason; reason: string }) => void
}

/** Why not: a reason by number key, words where they help, Enter to confirm. */
export function RejectDialog({ open, onOpenChange, title, ...form }: RejectDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description="The reason teaches the next proposal, and stays in the audit log."
    >
      <RejectForm {...form} onCancel={() => onOpenChange(false)} />
    </Dialog>
  )
}

type RejectFormProps = Pick<RejectDialogProps, 'busy' | 'error' | 'onReject'> & { onCancel: () => void }

function RejectForm({ busy, error, onReject, onCancel }: RejectFormProps) {
  const [code, setCode] = useState<RejectReason>('wrong')
  const [reason, setReason] = useState('')
  const wordsMissing = code === 'other' && reason.trim() === ''

  function submit(event?: FormEvent) {
    event?.preventDefault()
    if (!busy && !wordsMissing) onReject({ reason_code: code, reason: reason.trim() })
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.repeat || event.target instanceof HTMLTextAreaElement) return
    const chosen = rejectReasons[Number(event.key) - 1]
    if (chosen) setCode(chosen)
  }

  return (
    <form onSubmit={submit} onKeyDown={onKeyDown} className="flex flex-col gap-4">
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1.5 text-sm font-medium">Reason</legend>
        {rejectReasons.map((one, index) => (
          <label
            key={one}
            className={clsx(
              'flex h-9 items-center gap-2.5 rounded-md px-2.5 text-base has-focus-visible:outline-2 has-focus-visible:outline-accent',
              code === one ? 'bg-selected font-medium' : 'hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name="reason_code"
              value={one}
              checked={code === one}
              onChange={() => setCode(one)}
              autoFocus={index === 0}
              className="focus-visible:outline-none"
            />
            <span className="flex-1">{rejectReasonWords[one]}</span>
            <span aria-hidden>
              <Kbd>{index + 1}</Kbd>
            </span>
          </label>
        ))}
      </fieldset>
      <Field
        label="Explanation"
        hint={code === 'other' ? 'Say what is wrong.' : 'Optional, but your colleagues will thank you.'}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={reason}
            maxLength={1_000}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !event.repeat) submit()
            }}
          />
        )}
      </Field>
      {error && (
        <Callout tone="bad" role="alert">
          {error}
        </Callout>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="danger" busy={busy} disabled={wordsMissing}>
          Reject proposal
        </Button>
      </div>
    </form>
  )
}
