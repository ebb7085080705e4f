'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useRef, useState, type ChangeEvent } from 'react'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { AnalysisDetail } from '@/lib/normalization/opportunity/schema'
import { ProgressBar } from './progress-bar'
import { analysesQuery } from './queries'
import { uploadIssue, uploadLog } from './upload-log'

/** Sends a log and hands over what is being read. */
export function UploadCard({ onStarted }: { onStarted: (analysis: AnalysisDetail) => void }) {
  const client = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [model, setModel] = useState('claude-haiku-4-5')
  const [share, setShare] = useState(0)
  const [issue, setIssue] = useState<string | null>(null)
  const upload = useMutation({
    mutationFn: (file: File) => uploadLog(file, model.trim() || 'claude-haiku-4-5', setShare),
    onSuccess: async (analysis) => {
      await client.invalidateQueries({ queryKey: analysesQuery().queryKey })
      onStarted(analysis)
    },
  })

  function choose(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0]
    event.target.value = '' // the same file can be chosen again
    if (!file) return
    const wrong = uploadIssue(file)
    setIssue(wrong)
    setShare(0)
    if (!wrong) upload.mutate(file)
  }

  const said = issue ?? (upload.error ? problemText(upload.error) : null)
  return (
    <Card
      title="What could the cache answer?"
      description="Give a log of real questions. They are grouped by what they are after; of the log itself nothing is kept, and examples are shown without personal data."
    >
      <div className="flex flex-col gap-4">
        <Field
          label="Model you pay for now"
          hint="Its list price values each request; rows with input_tokens and output_tokens are counted as they are."
        >
          {(control) => (
            <Input
              {...control}
              value={model}
              maxLength={200}
              spellCheck={false}
              disabled={upload.isPending}
              onChange={(event) => setModel(event.target.value)}
              className="max-w-80 font-mono text-sm"
            />
          )}
        </Field>
        {upload.isPending ? (
          <ProgressBar
            label={share < 1 ? 'Sending the log' : 'Sent; starting'}
            share={share < 1 ? share : null}
          />
        ) : (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <input
              ref={input}
              type="file"
              aria-label="Log file"
              accept=".csv,.jsonl,.ndjson,.txt,.json"
              onChange={choose}
              className="sr-only"
              tabIndex={-1}
            />
            <Button variant="primary" onClick={() => input.current?.click()}>
              <FileUp aria-hidden />
              Choose a log
            </Button>
            <p className="text-sm text-ink-3">
              JSONL or CSV with a column text, query or question; or one question a line. Up to 20 MB.
            </p>
          </div>
        )}
        {said && (
          <p role="alert" className="text-base text-bad-text">
            {said}
          </p>
        )}
      </div>
    </Card>
  )
}
