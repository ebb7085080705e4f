'use client'

import clsx from 'clsx'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

type CodeFieldProps = {
  code: string
  onChange: (code: string) => void
  error: string | undefined
  recovery?: boolean
  autoFocus?: boolean
}

/** One field, not six boxes: paste, autofill and screen readers just work. */
export function CodeField({ code, onChange, error, recovery = false, autoFocus = true }: CodeFieldProps) {
  return (
    <Field
      label={recovery ? 'Recovery code' : 'Authentication code'}
      error={error}
      {...(recovery ? { hint: 'Each works once.' } : {})}
    >
      {(control) => (
        <Input
          {...control}
          key={recovery ? 'recovery' : 'totp'}
          value={code}
          onChange={(event) =>
            onChange(recovery ? event.target.value : event.target.value.replace(/[^\d]/g, '').slice(0, 6))
          }
          inputMode={recovery ? 'text' : 'numeric'}
          autoComplete="one-time-code"
          autoFocus={autoFocus}
          spellCheck={false}
          placeholder={recovery ? '' : '000000'}
          className={clsx('h-12 font-mono', recovery ? 'text-md' : 'text-xl tracking-[0.35em]')}
        />
      )}
    </Field>
  )
}
