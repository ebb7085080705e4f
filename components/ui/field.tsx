'use client'

import { useId, type ReactNode } from 'react'

type FieldProps = {
  label: string
  hint?: ReactNode
  error?: string | undefined
  /** Receives the ids to put on the control. */
  children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode
}

/** Label, control, hint and error, tied together for screen readers. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        ...(note ? { 'aria-describedby': noteId } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
      })}
      {note && (
        <p id={noteId} className={error ? 'text-sm text-bad-text' : 'text-sm text-ink-3'}>
          {note}
        </p>
      )}
    </div>
  )
}
