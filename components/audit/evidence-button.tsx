'use client'

import { FileCheck2 } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { toast } from 'sonner'
import { stepUp } from '@/components/data/api'
import { problemOf, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { saveBlob } from './export-stream'

/** What an external auditor asks for, for a period: CSV files with a signed manifest, in one archive. */
export function EvidenceButton() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <FileCheck2 aria-hidden />
        Evidence pack
      </Button>
      {open && <EvidenceDialog onClose={() => setOpen(false)} />}
    </>
  )
}

const isoDay = (at: Date) => at.toISOString().slice(0, 10)

function EvidenceDialog({ onClose }: { onClose: () => void }) {
  const [from, setFrom] = useState(() => isoDay(new Date(Date.now() - 90 * 86_400_000)))
  const [to, setTo] = useState(() => isoDay(new Date()))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const valid = from !== '' && to !== '' && from <= to

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await download(from, to)
      toast.success('Evidence pack saved', { description: 'Unpack it; check it with “evidence verify”.' })
      onClose()
    } catch (thrown) {
      setError(problemText(thrown))
      setBusy(false)
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title="Evidence pack"
      description="People, API keys, approvals with everybody who agreed, changes, releases, rollbacks and refused attempts. It names people: handle it accordingly."
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="From (UTC)">
            {(control) => (
              <Input
                {...control}
                type="date"
                required
                value={from}
                onChange={(event) => setFrom(event.target.value)}
              />
            )}
          </Field>
          <Field label="To, included (UTC)">
            {(control) => (
              <Input
                {...control}
                type="date"
                required
                value={to}
                onChange={(event) => setTo(event.target.value)}
              />
            )}
          </Field>
        </div>
        {error && (
          <p role="alert" className="text-base text-bad-text">
            {error}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={!valid}>
            Download
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

async function download(from: string, to: string): Promise<void> {
  const end = new Date(Date.parse(`${to}T00:00:00.000Z`) + 86_400_000)
  const query = new URLSearchParams({ from: `${from}T00:00:00.000Z`, to: end.toISOString() })
  const ask = () => fetch(`/api/v1/audit/evidence?${query}`, { credentials: 'same-origin' })
  let response = await ask()
  if (!response.ok) {
    const problem = await problemOf(response)
    const proven = problem.code === 'step_up_required' && (await stepUp({ why: problem.detail, bound: null }))
    if (!proven) throw problem
    response = await ask()
    if (!response.ok) throw await problemOf(response)
  }
  saveBlob(await response.blob(), `evidence-${from}-${to}.tar`)
}
