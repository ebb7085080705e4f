'use client'

import { useMutation } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { SeverityBadge } from '@/components/ui/state-badges'
import type { Finding } from '@/lib/safety/schema'

type Acknowledged = { rule: string; reason: string; by: string }

type FindingsListProps = {
  findings: readonly Finding[]
  acknowledged?: readonly Acknowledged[]
  /** Left out where nothing can be acknowledged, as while typing. */
  onAcknowledge?: ((rule: string, reason: string) => Promise<void>) | undefined
}

/** What the checks found, once a rule: why it matters, what was found, and where it can be accepted. */
export function FindingsList({ findings, acknowledged = [], onAcknowledge }: FindingsListProps) {
  const byRule = [...new Map(findings.map((finding) => [finding.rule, finding])).values()]
  return (
    <ul className="flex flex-col gap-3">
      {byRule.map((finding) => (
        <li key={finding.rule} className="flex flex-col gap-1.5">
          <p className="flex flex-wrap items-center gap-2">
            <SeverityBadge severity={finding.severity} />
            <span className="font-mono text-sm text-ink-3">{finding.rule}</span>
          </p>
          <p className="text-base">{finding.message}</p>
          {finding.evidence && (
            <p className="w-fit max-w-full rounded-xs bg-sunken px-1.5 py-0.5 font-mono text-sm break-all text-ink-2">
              {finding.evidence}
            </p>
          )}
          <Acceptance
            finding={finding}
            accepted={acknowledged.find((item) => item.rule === finding.rule)}
            onAcknowledge={onAcknowledge}
          />
        </li>
      ))}
    </ul>
  )
}

type AcceptanceProps = { finding: Finding; accepted: Acknowledged | undefined } & Pick<
  FindingsListProps,
  'onAcknowledge'
>

function Acceptance({ finding, accepted, onAcknowledge }: AcceptanceProps) {
  const [open, setOpen] = useState(false)
  if (accepted) {
    return (
      <p className="flex items-start gap-1.5 text-sm text-good-text">
        <CircleCheck aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        Acknowledged: {accepted.reason}
      </p>
    )
  }
  if (finding.severity !== 'high' || !onAcknowledge) return null
  if (open)
    return (
      <AcknowledgeForm rule={finding.rule} onAcknowledge={onAcknowledge} onCancel={() => setOpen(false)} />
    )
  return (
    <Button size="sm" className="self-start" onClick={() => setOpen(true)}>
      Acknowledge…
    </Button>
  )
}

type FormProps = {
  rule: string
  onAcknowledge: (rule: string, reason: string) => Promise<void>
  onCancel: () => void
}

function AcknowledgeForm({ rule, onAcknowledge, onCancel }: FormProps) {
  const [reason, setReason] = useState('')
  const save = useMutation({ mutationFn: () => onAcknowledge(rule, reason.trim()) })

  function submit(event: FormEvent) {
    event.preventDefault()
    save.mutate()
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <Input
        aria-label={`Why ${rule} is acceptable here`}
        placeholder="Why is this acceptable here?"
        value={reason}
        maxLength={500}
        autoFocus
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onCancel()}
      />
      {save.isError && (
        <p role="alert" className="text-sm text-bad-text">
          {problemText(save.error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button
          type="submit"
          size="sm"
          variant="primary"
          busy={save.isPending}
          disabled={reason.trim().length < 3}
        >
          Acknowledge
        </Button>
        <Button size="sm" variant="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
