'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useEffect, useEffectEvent, useState, type FormEvent } from 'react'
import { api } from '@/components/data/api'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Skeleton } from '@/components/ui/skeleton'
import { WorkbenchResult } from '@/lib/normalization/workbench/schema'
import { releasesQuery } from '../queries'
import { ResultPanel } from './result-panel'

type Ask = { query: string; release_id?: string; scope: string }

const examples = ['I need to cancel order #12345', 'don’t cancel my order', 'where is my parcel?']

/** Type a question, see what it becomes. Nothing is recorded. */
export function WorkbenchView() {
  const asked = useSearchParams().get('q') ?? ''
  const [query, setQuery] = useState(asked)
  const [release, setRelease] = useState('live')
  const [scope, setScope] = useState('default')
  const releases = useQuery(releasesQuery()).data?.items ?? []
  const explain = useMutation({
    mutationFn: (ask: Ask) => api('POST', '/api/console/workbench', WorkbenchResult, { body: ask }),
  })
  const run = (text: string) => {
    if (text.trim() === '') return
    explain.mutate({
      query: text,
      scope: scope.trim() || 'default',
      ...(release === 'live' ? {} : { release_id: release }),
    })
  }
  const runAsked = useEffectEvent(() => run(asked))
  useEffect(() => runAsked(), [asked])

  function submit(event: FormEvent) {
    event.preventDefault()
    run(query)
  }

  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Question" hint="As somebody would type it. Enter asks, Shift + Enter breaks the line.">
          {(control) => (
            <Textarea
              {...control}
              rows={4}
              autoFocus
              maxLength={8_000}
              value={query}
              placeholder={examples[0]}
              onChange={(event) => setQuery(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
                event.preventDefault()
                run(query)
              }}
              className="!text-md"
            />
          )}
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="Release">
            {(control) => (
              <Select
                {...control}
                value={release}
                onChange={setRelease}
                options={[
                  { value: 'live', label: 'Live' },
                  ...releases
                    .filter(({ status }) => status === 'draft' || status === 'retired')
                    .map(({ id, number, status }) => ({ value: id, label: `#${number}`, hint: status })),
                ]}
              />
            )}
          </Field>
          <Field label="Scope">
            {(control) => (
              <Input
                {...control}
                value={scope}
                onChange={(event) => setScope(event.target.value)}
                maxLength={64}
              />
            )}
          </Field>
        </div>
        <Button type="submit" variant="primary" busy={explain.isPending} disabled={query.trim() === ''}>
          Explain
        </Button>
        <div className="flex flex-wrap gap-1.5">
          {examples.map((text) => (
            <Button
              key={text}
              size="sm"
              variant="quiet"
              className="!h-auto max-w-full py-1 text-left font-normal !whitespace-normal"
              onClick={() => {
                setQuery(text)
                run(text)
              }}
            >
              {text}
            </Button>
          ))}
        </div>
      </form>
      <div aria-live="polite" aria-busy={explain.isPending}>
        {explain.isPending && !explain.data && <Skeleton className="h-80 w-full" />}
        {explain.isError && (
          <ErrorState error={explain.error} onRetry={() => run(query)} what="the explanation" />
        )}
        {explain.data && explain.variables && (
          <ResultPanel query={explain.variables.query} answer={explain.data} />
        )}
        {explain.isIdle && (
          <EmptyState icon={FlaskConical} title="See how a question is read">
            Its key, the literals found in it, what each step said, and the answer that would be served.
          </EmptyState>
        )}
      </div>
    </div>
  )
}
