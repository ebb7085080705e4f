'use client'

import { useState, type FormEvent, type ReactNode } from 'react'
import { problemText } from '@/components/data/problem'
import { Button, type ButtonVariant } from './button'
import { Dialog } from './dialog'
import { Field } from './field'
import { Textarea } from './input'

type ConfirmDialogProps = {
  title: string
  description?: ReactNode
  /** The verb on the button: "Revoke key". */
  action: string
  variant?: ButtonVariant
  /** Asks for a reason of at least so many characters and hands it over. */
  reason?: { label: string; min: number; hint?: string }
  /** The dialog stays open with the problem when it rejects, and closes when it resolves. */
  onConfirm: (reason: string) => Promise<unknown>
  onClose: () => void
  children?: ReactNode
}

/** A question before what cannot be taken back. Render it only while it is asked. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, description, action, variant = 'danger', reason, onConfirm, onClose, children } = props
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await onConfirm(text.trim())
      onClose()
    } catch (thrown) {
      setError(problemText(thrown))
      setBusy(false)
    }
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {children}
        {reason && (
          <Field label={reason.label} hint={reason.hint}>
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                value={text}
                onChange={(event) => setText(event.target.value)}
                maxLength={500}
              />
            )}
          </Field>
        )}
        {error && (
          <p role="alert" className="text-base text-bad-text">
            {error}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant={variant}
            busy={busy}
            disabled={reason !== undefined && text.trim().length < reason.min}
          >
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
