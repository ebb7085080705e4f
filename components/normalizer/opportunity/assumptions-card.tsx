'use client'

import { useState } from 'react'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { OpportunityReport } from '@/lib/normalization/opportunity/schema'
import type { Assumptions } from './estimate'

type AssumptionsCardProps = {
  report: OpportunityReport
  value: Assumptions
  onChange: (value: Assumptions) => void
}

/** What the figures rest on, to be set right by whoever knows better. */
export function AssumptionsCard({ report, value, onChange }: AssumptionsCardProps) {
  const { price } = report
  const tokens = `${price.input_tokens} input and ${price.output_tokens} output tokens`
  const basis = price.counted_rows > 0 ? `mean of ${price.counted_rows.toLocaleString('en')} rows` : 'assumed'
  return (
    <Card title="Estimates rest on" description="Change what you know better; the figures follow.">
      <div className="flex flex-col gap-4">
        <NumberField
          label="Requests a month"
          hint="At first the log counts as one month."
          value={value.monthly_requests}
          valid={(n) => n >= 0}
          onChange={(monthly_requests) => onChange({ ...value, monthly_requests })}
        />
        <NumberField
          label="USD for 1,000 requests to the model"
          hint={`${tokens} (${basis}) at the price of ${price.model || 'an unknown model'}.`}
          value={Number(value.usd_per_1k_requests.toFixed(4))}
          valid={(n) => n >= 0}
          onChange={(usd_per_1k_requests) => onChange({ ...value, usd_per_1k_requests })}
        />
        <NumberField
          label="Of an approved intent, recognised (%)"
          hint="Measured on five public sets of questions: 31 to 80 % (docs/normalization.md)."
          value={Math.round(value.served_share * 100)}
          valid={(n) => n > 0 && n <= 100}
          onChange={(n) => onChange({ ...value, served_share: n / 100 })}
        />
        <p className="text-sm text-ink-3">
          Questions are grouped by their words, not by a person: expect some groups to be split or joined.
          Those that need an account looked up cannot be answered from a cache.
        </p>
      </div>
    </Card>
  )
}

type NumberFieldProps = {
  label: string
  hint: string
  value: number
  valid: (value: number) => boolean
  onChange: (value: number) => void
}

function NumberField({ label, hint, value, valid, onChange }: NumberFieldProps) {
  const [text, setText] = useState(String(value))
  const number = Number(text)
  const wrong = text.trim() === '' || !Number.isFinite(number) || !valid(number)
  return (
    <Field label={label} hint={hint} error={wrong ? 'Give a number that makes sense here.' : undefined}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            const next = Number(event.target.value)
            if (event.target.value.trim() !== '' && Number.isFinite(next) && valid(next)) onChange(next)
          }}
          className="max-w-40 tabular-nums"
        />
      )}
    </Field>
  )
}
