'use client'

import { Badge } from '@/components/ui/badge'
import { CheckboxLine } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import type { FieldDraft, PolicyField } from './policy-fields'

type PolicyControlProps = {
  field: PolicyField
  draft: FieldDraft
  changed: boolean
  error: string | undefined
  disabled: boolean
  onChange: (draft: FieldDraft) => void
}

/** One setting, in the form that suits it. A mark shows what is changed and not saved. */
export function PolicyControl({ field, draft, changed, error, disabled, onChange }: PolicyControlProps) {
  const wide = field.kind === 'text' || field.kind === 'pairs'
  return (
    <div id={`policy-${field.name}`} className={wide ? 'sm:col-span-2' : ''}>
      {typeof draft === 'boolean' ? (
        <div className="pt-0.5 sm:pt-6">
          <CheckboxLine checked={draft} onChange={onChange} disabled={disabled}>
            <span className="font-medium">{field.label}</span> {changed && <ChangedMark />}
            {field.hint && <span className="block text-sm text-ink-3">{field.hint}</span>}
          </CheckboxLine>
        </div>
      ) : (
        <Field label={field.label} hint={hintOf(field, changed)} error={error}>
          {(control) => <TextControl {...{ field, draft, disabled, onChange, control }} />}
        </Field>
      )}
    </div>
  )
}

function hintOf(field: PolicyField, changed: boolean) {
  if (!changed) return field.hint
  return (
    <>
      <ChangedMark /> {field.hint}
    </>
  )
}

function ChangedMark() {
  return <Badge tone="accent">changed</Badge>
}

type TextControlProps = {
  field: PolicyField
  draft: string
  disabled: boolean
  onChange: (draft: string) => void
  control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }
}

function TextControl({ field, draft, disabled, onChange, control }: TextControlProps) {
  const common = { ...control, value: draft, disabled, spellCheck: false }
  if (field.kind === 'lines' || field.kind === 'pairs' || field.kind === 'text') {
    return (
      <Textarea
        {...common}
        rows={Math.min(8, Math.max(3, draft.split('\n').length))}
        placeholder={field.kind === 'text' ? '' : `${field.placeholder}\none a line`}
        onChange={(event) => onChange(event.target.value)}
        className={field.kind === 'text' ? '' : 'font-mono text-sm'}
      />
    )
  }
  const unit = unitOf(field)
  return (
    <span className="flex items-center gap-2">
      {field.kind === 'usd' && <span className="text-ink-3">$</span>}
      <Input
        {...common}
        inputMode={field.kind === 'line' ? 'text' : 'decimal'}
        onChange={(event) => onChange(event.target.value)}
        className={field.kind === 'line' ? '' : '!w-32 tabular-nums'}
      />
      {unit && <span className="text-base whitespace-nowrap text-ink-3">{unit}</span>}
    </span>
  )
}

function unitOf(field: PolicyField): string | undefined {
  if (field.kind === 'share') return '%'
  if (field.kind === 'usd') return field.per && `an ${field.per}`
  return field.kind === 'number' ? field.unit : undefined
}
