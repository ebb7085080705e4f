'use client'

import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { CheckboxLine } from '@/components/ui/checkbox'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { FieldIssue } from '@/lib/kernel/errors'
import { EntityType, limits, type SlotSpec } from '@/lib/normalization/schema'

type SlotsEditorProps = {
  slots: readonly SlotSpec[]
  errors: readonly FieldIssue[]
  readOnly: boolean
  onChange: (slots: SlotSpec[]) => void
}

const types = EntityType.options.map((value) => ({ value, label: value.replaceAll('_', ' ') }))

/** The literals an answer may name. A custom one needs an expression that finds it. */
export function SlotsEditor({ slots, errors, readOnly, onChange }: SlotsEditorProps) {
  const change = (at: number, patch: Partial<SlotSpec>) =>
    onChange(slots.map((slot, index) => (index === at ? { ...slot, ...patch } : slot)))
  const setType = (at: number, type: EntityType) => {
    const slot = slots[at]!
    // A slot named after its type follows it; what somebody typed stays.
    const name = slot.name === slot.type || slot.name === '' ? type : slot.name
    change(at, { type, name })
  }
  return (
    <div role="group" aria-label="Slots" className="flex flex-col gap-2">
      <span className="text-sm font-medium">Slots</span>
      {slots.length === 0 && (
        <p className="text-sm text-ink-3">None: the answer is the same for everybody.</p>
      )}
      {slots.map((slot, index) => {
        const issues = errors.filter(
          ({ field }) => field.startsWith(`slots.${index}.`) || field === `slots.${index}`,
        )
        return (
          <div key={index} className="flex flex-col gap-2 rounded-md border border-line bg-sunken p-2.5">
            <div className="flex gap-2">
              <Input
                aria-label={`Name of slot ${index + 1}`}
                value={slot.name}
                maxLength={40}
                spellCheck={false}
                onChange={(event) =>
                  change(index, { name: event.target.value.toLowerCase().replace(/[\s-]+/g, '_') })
                }
                className="flex-1 font-mono text-sm"
              />
              <Select
                aria-label={`Type of ${slot.name}`}
                value={slot.type}
                disabled={readOnly}
                onChange={(type) => setType(index, type)}
                options={types}
                className="w-36"
              />
              {!readOnly && (
                <Button
                  variant="quiet"
                  size="icon"
                  aria-label={`Remove the slot ${slot.name}`}
                  onClick={() => onChange(slots.filter((_, at) => at !== index))}
                >
                  <X aria-hidden />
                </Button>
              )}
            </div>
            {(slot.type === 'custom' || slot.pattern !== undefined) && (
              <Input
                aria-label={`Expression of ${slot.name}`}
                value={slot.pattern ?? ''}
                placeholder="[A-Z]{3}-\d{3}"
                spellCheck={false}
                onChange={(event) => change(index, { pattern: event.target.value || undefined })}
                className="font-mono text-sm"
              />
            )}
            <div className="flex flex-wrap gap-x-5 gap-y-1">
              <CheckboxLine
                checked={slot.required}
                disabled={readOnly}
                onChange={(required) => change(index, { required })}
              >
                Required
              </CheckboxLine>
              <CheckboxLine
                checked={slot.answer_determining}
                disabled={readOnly}
                onChange={(answer_determining) => change(index, { answer_determining })}
              >
                Decides the answer
              </CheckboxLine>
            </div>
            {issues.map((issue) => (
              <p key={issue.field + issue.message} role="alert" className="text-sm text-bad-text">
                {issue.message}
              </p>
            ))}
          </div>
        )
      })}
      {!readOnly && slots.length < limits.slotsPerIntent && (
        <Button
          size="sm"
          className="self-start"
          onClick={() =>
            onChange([
              ...slots,
              { name: 'order_id', type: 'order_id', required: false, answer_determining: false },
            ])
          }
        >
          <Plus aria-hidden />
          Add a slot
        </Button>
      )}
    </div>
  )
}
