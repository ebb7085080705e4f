'use client'

import { useId, useImperativeHandle, useRef, type Ref } from 'react'
import { Plus } from 'lucide-react'
import { FindingsList } from './findings-list'
import { Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import type { TemplateSlot } from '@/lib/entries/schema'
import type { SafetyReport } from '@/lib/safety/schema'

export type EditorHandle = { focus: () => void }

type AnswerEditorProps = {
  draft: string
  onChange: (draft: string) => void
  slots: readonly TemplateSlot[]
  report: SafetyReport | undefined
  onSubmit: () => void
  onCancel: () => void
  ref?: Ref<EditorHandle>
}

/** The template as text; slots are put in at the caret, findings follow what is typed. */
export function AnswerEditor({ draft, onChange, slots, report, onSubmit, onCancel, ref }: AnswerEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const lintId = useId()
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus() }), [])

  function insert(name: string) {
    const field = area.current
    if (!field) return
    field.setRangeText(`{{${name}}}`, field.selectionStart, field.selectionEnd, 'end')
    onChange(field.value)
    field.focus()
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    }
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !event.repeat) {
      event.preventDefault()
      onSubmit()
    }
  }

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="mr-1 text-sm text-ink-3">Insert</span>
        {slots.length === 0 && <span className="text-sm text-ink-3">this intent has no slots</span>}
        {slots.map((slot) => (
          <button
            key={slot.name}
            type="button"
            onClick={() => insert(slot.name)}
            className="inline-flex h-6 items-center gap-1 rounded-sm bg-slot-soft px-1.5 font-mono text-sm text-slot-text hover:brightness-95"
          >
            <Plus aria-hidden className="size-3" />
            {slot.name}
          </button>
        ))}
      </div>
      <Textarea
        ref={area}
        aria-label="Answer template"
        aria-describedby={lintId}
        autoFocus
        value={draft}
        maxLength={20_000}
        rows={9}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onFocus={(event) =>
          event.target.setSelectionRange(event.target.value.length, event.target.value.length)
        }
        className="field-sizing-content min-h-44 text-md leading-7"
      />
      <p className="flex flex-wrap gap-x-4 text-sm text-ink-3">
        <span>
          <Kbd>⌘</Kbd> <Kbd>↵</Kbd> save &amp; approve
        </span>
        <span>
          <Kbd>Esc</Kbd> cancel
        </span>
        <span className="ml-auto tabular-nums">{draft.length.toLocaleString('en')} characters</span>
      </p>
      <div id={lintId} aria-live="polite">
        {report && report.findings.length > 0 && <FindingsList findings={report.findings} />}
        {report && report.findings.length === 0 && (
          <p className="text-sm text-good-text">The checks find nothing.</p>
        )}
      </div>
    </div>
  )
}
