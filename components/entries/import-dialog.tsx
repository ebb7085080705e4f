'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { plural } from '@/components/ui/format'
import { ImportOutcome } from '@/lib/proposals/desk/desk-schema'

/** CSV or JSON lines of key, scope and answer; every line becomes a proposal. */
export function ImportDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const client = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const upload = useMutation({
    mutationFn: async (chosen: File) =>
      api('POST', '/api/console/entries/import', ImportOutcome, {
        body: { format: /\.csv$/i.test(chosen.name) ? 'csv' : 'jsonl', text: await chosen.text() },
      }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['proposals'] }),
  })

  function close() {
    setFile(null)
    upload.reset()
    onClose()
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title="Import entries"
      description="Every line becomes a proposal in the queue; nothing goes live unseen."
      footer={
        upload.data ? (
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              variant="primary"
              disabled={!file}
              busy={upload.isPending}
              onClick={() => file && upload.mutate(file)}
            >
              Import
            </Button>
          </>
        )
      }
    >
      {upload.data ? <Outcome outcome={upload.data} /> : <FilePicker file={file} onChoose={setFile} />}
      {upload.isError && (
        <Callout tone="bad" role="alert">
          {problemText(upload.error)}
        </Callout>
      )}
    </Dialog>
  )
}

function FilePicker({ file, onChoose }: { file: File | null; onChoose: (file: File | null) => void }) {
  return (
    <label className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-line-strong px-6 py-9 text-center hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <FileUp aria-hidden className="size-6 text-ink-3" strokeWidth={1.5} />
      <span className="font-medium">{file ? file.name : 'Choose a file'}</span>
      <span className="text-sm text-ink-3">
        CSV with a header, or JSON lines: <code className="font-mono">key</code>,{' '}
        <code className="font-mono">answer</code>, <code className="font-mono">scope</code> (optional)
      </span>
      <input
        type="file"
        accept=".csv,.jsonl,.ndjson,text/csv,application/x-ndjson"
        className="sr-only"
        onChange={(event) => onChoose(event.target.files?.[0] ?? null)}
      />
    </label>
  )
}

const shownProblems = 50

function Outcome({ outcome }: { outcome: ImportOutcome }) {
  const problems = outcome.rows.filter((row) => row.outcome !== 'created')
  return (
    <div role="status" className="flex flex-col gap-3">
      <p className="text-md">
        {plural(outcome.created, 'proposal')} added to the queue
        {problems.length > 0 && (
          <span className="text-ink-2">, {plural(problems.length, 'line')} left out:</span>
        )}
      </p>
      {problems.length > 0 && (
        <ul className="scroll-quiet max-h-60 divide-y divide-line rounded-md border border-line text-sm">
          {problems.slice(0, shownProblems).map((row) => (
            <li key={row.line} className="flex gap-3 px-3 py-1.5">
              <span className="shrink-0 text-ink-3 tabular-nums">line {row.line}</span>
              <span>{row.detail ?? row.outcome}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
