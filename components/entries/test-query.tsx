'use client'

import { useMutation } from '@tanstack/react-query'
import { CircleCheck, CircleSlash } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Input } from '@/components/ui/input'
import { NormalizeResult } from '@/lib/normalization/schema'
import type { Entry } from '@/lib/entries/schema'

/** Would this question reach this entry? */
export function TestQuery({ entry }: { entry: Entry }) {
  const [query, setQuery] = useState('')
  const test = useMutation({
    mutationFn: () => api('POST', '/api/v1/normalize', NormalizeResult, { body: { query: query.trim() } }),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (query.trim() !== '') test.mutate()
  }

  return (
    <Card title="Test a question" description="Nothing is recorded.">
      <form onSubmit={submit} className="flex gap-2">
        <Input
          aria-label="Question to test"
          placeholder="please cancel order 67890"
          value={query}
          maxLength={1_000}
          onChange={(event) => {
            setQuery(event.target.value)
            test.reset()
          }}
        />
        <Button type="submit" busy={test.isPending} disabled={query.trim() === ''}>
          Test
        </Button>
      </form>
      <div role="status" className="mt-2.5 text-base empty:hidden">
        {test.isError && <span className="text-bad-text">{problemText(test.error)}</span>}
        {test.data && <Outcome found={test.data.key} wanted={entry.key} reason={test.data.reason} />}
      </div>
    </Card>
  )
}

function Outcome({ found, wanted, reason }: { found: string | null; wanted: string; reason: string | null }) {
  if (found === wanted) {
    return (
      <p className="flex items-start gap-2">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good-text" />
        Reaches this entry.
      </p>
    )
  }
  return (
    <p className="flex items-start gap-2">
      <CircleSlash aria-hidden className="mt-0.5 size-4 shrink-0 text-warn-text" />
      <span>
        {found === null ? 'Reaches no entry' : 'Reaches another intent: '}
        {found !== null && <code className="font-mono text-sm">{found}</code>}
        {found === null && reason && <span className="text-ink-3"> ({reason.replaceAll('_', ' ')})</span>}
      </span>
    </p>
  )
}
