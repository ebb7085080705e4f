'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { CheckboxLine } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { isProblem, problemText } from '@/components/data/problem'
import { ReleaseDetail } from '@/lib/normalization/releases/schema'

/** Makes a release live. Risks the server names have to be accepted in so many words. */
export function PublishDialog({ release, onClose }: { release: ReleaseDetail; onClose: () => void }) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [accepted, setAccepted] = useState(false)
  const [risks, setRisks] = useState<string[]>([])
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  async function publish() {
    setBusy(true)
    setError(undefined)
    try {
      const path = `${apiPath('/api/console/releases', release.id)}/publish`
      const body = { hash: release.hash, reason: reason.trim(), accept_risk: accepted }
      const live = await api('POST', path, ReleaseDetail, { body })
      await client.invalidateQueries({ queryKey: ['normalizer'] })
      toast.success(`Release #${live.number} is live`)
      onClose()
    } catch (thrown) {
      const named =
        isProblem(thrown) && Array.isArray(thrown.extra.risks) ? thrown.extra.risks.map(String) : []
      setRisks(named)
      if (named.length === 0) setError(problemText(thrown))
      setBusy(false)
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Release #${release.number}?`}
      description="It answers on every instance within a second. One click goes back."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void publish()
        }}
      >
        {risks.length > 0 && (
          <div role="alert" className="flex flex-col gap-2 rounded-lg bg-bad-soft px-3.5 py-3 text-base">
            {risks.map((risk) => (
              <p key={risk}>{risk}</p>
            ))}
            <CheckboxLine checked={accepted} onChange={setAccepted} className="font-medium">
              I accept this risk. It goes into the log with my name.
            </CheckboxLine>
          </div>
        )}
        <Field label="Reason" hint="Optional; goes into the log.">
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {error && (
          <p role="alert" className="text-base text-bad-text">
            {error}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant={risks.length > 0 ? 'danger' : 'primary'}
            busy={busy}
            disabled={risks.length > 0 && !accepted}
          >
            Release
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
