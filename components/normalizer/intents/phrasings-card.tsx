'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { plural } from '@/components/ui/format'
import { Textarea } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/time'
import type { IntentDetail, Phrasing, PhrasingSource } from '@/lib/normalization/intents/schema'
import { intentQuery } from '../queries'
import { linesOf } from './create-intent-dialog'
import { TryPhrasing } from './try-phrasing'
import { useAddPhrasings } from './use-add-phrasings'

const sourceWords: Record<PhrasingSource, string> = {
  author: 'written',
  review: 'from review',
  import: 'imported',
  suggestion: 'suggested',
}

export function PhrasingsCard({ intent, mayEdit }: { intent: IntentDetail; mayEdit: boolean }) {
  return (
    <Card title="Phrasings" description={`${plural(intent.phrasings.length, 'way')} of asking this`} flush>
      {mayEdit && <AddPhrasings intent={intent} />}
      {intent.phrasings.length === 0 && (
        <p className="px-4 pb-4 text-base text-ink-3">
          None yet. The classifier learns from what stands here.
        </p>
      )}
      {intent.phrasings.length > 0 && (
        <ul className="max-h-[32rem] divide-y divide-line overflow-y-auto border-t border-line">
          {intent.phrasings.map((phrasing) => (
            <PhrasingRow key={phrasing.id} intent={intent} phrasing={phrasing} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function AddPhrasings({ intent }: { intent: IntentDetail }) {
  const [text, setText] = useState('')
  const add = useAddPhrasings(intent, 'author')
  const lines = linesOf(text)
  return (
    <form
      className="flex flex-col gap-3 px-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (lines.length > 0) add.mutate(lines, { onSuccess: () => setText('') })
      }}
    >
      <Field label="Add phrasings" hint="One a line. Personal data is replaced by placeholders.">
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey))
                event.currentTarget.form?.requestSubmit()
            }}
          />
        )}
      </Field>
      {add.isError && <Refusals error={add.error} lines={lines} />}
      {add.data && add.data.warnings.length > 0 && (
        <Callout tone="warn" title="Added, but look twice" role="status">
          {add.data.warnings.map((warning) => (
            <p key={warning.text} className="[overflow-wrap:anywhere]">
              “{warning.text}” reads as <code className="font-mono">{warning.intent}</code> to the live
              release.
            </p>
          ))}
        </Callout>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={add.isPending} disabled={lines.length === 0}>
          {lines.length > 1 ? `Add ${lines.length}` : 'Add'}
        </Button>
        <TryPhrasing intent={intent.key} text={lines.length === 1 ? lines[0]! : null} />
      </div>
    </form>
  )
}

/** Which line was refused, and what it collides with. */
function Refusals({ error, lines }: { error: unknown; lines: readonly string[] }) {
  const issues = isProblem(error) ? error.errors : []
  return (
    <Callout tone="bad" role="alert" title={issues.length > 0 ? 'Nothing was added' : problemText(error)}>
      {issues.map((issue) => {
        const line = lines[Number(issue.field.split('.')[1])]
        return (
          <p key={issue.field + issue.message} className="[overflow-wrap:anywhere]">
            {line ? `“${line}” ` : ''}
            {issue.message}
          </p>
        )
      })}
    </Callout>
  )
}

type RowProps = { intent: IntentDetail; phrasing: Phrasing; mayEdit: boolean }

function PhrasingRow({ intent, phrasing, mayEdit }: RowProps) {
  const client = useQueryClient()
  const key = intentQuery(intent.key).queryKey
  const remove = useMutation({
    mutationFn: () =>
      api('DELETE', `${apiPath('/api/console/intents', intent.id, 'phrasings', phrasing.id)}`, z.unknown()),
    onMutate: () => {
      const before = client.getQueryData<IntentDetail>(key)
      client.setQueryData<IntentDetail>(
        key,
        (was) => was && { ...was, phrasings: was.phrasings.filter((one) => one.id !== phrasing.id) },
      )
      return before
    },
    onError: (error, _, before) => {
      client.setQueryData(key, before)
      toast.error('The phrasing was not removed', { description: problemText(error) })
    },
  })
  return (
    <li className="group flex items-center gap-3 py-1.5 pr-2 pl-4">
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{phrasing.text}</span>
      <Badge className="max-sm:hidden">{sourceWords[phrasing.source]}</Badge>
      <RelativeTime at={phrasing.created_at} className="w-20 text-right text-sm text-ink-3 max-sm:hidden" />
      {mayEdit && (
        <Button
          variant="quiet"
          size="icon-sm"
          aria-label={`Remove “${phrasing.text}”`}
          onClick={() => remove.mutate()}
        >
          <X aria-hidden />
        </Button>
      )}
    </li>
  )
}
