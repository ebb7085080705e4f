'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CheckboxLine } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { IntentDetail, type UpdateIntent } from '@/lib/normalization/intents/schema'
import type { SlotSpec } from '@/lib/normalization/schema'
import { intentQuery } from '../queries'
import { linesOf } from './create-intent-dialog'
import { SlotsEditor } from './slots-editor'

type Draft = Pick<IntentDetail, 'title' | 'description' | 'risk' | 'status' | 'auto_approve'> & {
  patterns: string
  slots: SlotSpec[]
}

function draftOf(intent: IntentDetail): Draft {
  const { title, description, risk, status, auto_approve, slots, patterns } = intent
  return { title, description, risk, status, auto_approve, slots, patterns: patterns.join('\n') }
}

/** Only what differs: the log then says what was changed. */
function changesOf(intent: IntentDetail, draft: Draft): UpdateIntent {
  const next = { ...draft, patterns: linesOf(draft.patterns) }
  const changed = Object.entries(next).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(intent[name as keyof UpdateIntent]),
  )
  return Object.fromEntries(changed)
}

export function IntentForm({ intent, readOnly }: { intent: IntentDetail; readOnly: boolean }) {
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(intent))
  const set = (patch: Partial<Draft>) => setDraft((was) => ({ ...was, ...patch }))
  const changes = changesOf(intent, draft)
  const dirty = Object.keys(changes).length > 0
  const save = useMutation({
    mutationFn: () =>
      api('PATCH', apiPath('/api/console/intents', intent.id), IntentDetail, { body: changes }),
    onSuccess: (next) => {
      client.setQueryData(intentQuery(intent.key).queryKey, next)
      void client.invalidateQueries({ queryKey: ['normalizer', 'intents'] })
      toast.success('Saved', { description: 'It counts from the next release on.' })
    },
  })
  const problem = isProblem(save.error) ? save.error : null
  const patternIssues = problem?.errors.filter(({ field }) => field.startsWith('patterns')) ?? []
  return (
    <Card title="Properties">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
          <Field label="Title" error={problem?.field('title')}>
            {(control) => (
              <Input
                {...control}
                value={draft.title}
                maxLength={120}
                onChange={(event) => set({ title: event.target.value })}
              />
            )}
          </Field>
          <Field label="What it means" error={problem?.field('description')}>
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                value={draft.description}
                maxLength={2_000}
                onChange={(event) => set({ description: event.target.value })}
              />
            )}
          </Field>
          <div className="grid grid-cols-2 gap-3">
            <Field label="Risk">
              {(control) => (
                <Select
                  {...control}
                  disabled={readOnly}
                  value={draft.risk}
                  onChange={(risk) => set({ risk })}
                  options={[
                    { value: 'low', label: 'Low' },
                    { value: 'medium', label: 'Medium' },
                    { value: 'high', label: 'High' },
                  ]}
                />
              )}
            </Field>
            <Field label="Status">
              {(control) => (
                <Select
                  {...control}
                  disabled={readOnly}
                  value={draft.status}
                  onChange={(status) => set({ status })}
                  options={[
                    { value: 'approved', label: 'Approved' },
                    { value: 'rejected', label: 'Rejected' },
                  ]}
                />
              )}
            </Field>
          </div>
          {draft.status === 'rejected' && (
            <p className="text-sm text-ink-3">Questions like its phrasings are learned so that they miss.</p>
          )}
          <SlotsEditor
            slots={draft.slots}
            readOnly={readOnly}
            errors={problem?.errors ?? []}
            onChange={(slots) => set({ slots })}
          />
          <Field
            label="Patterns"
            hint="One a line. … is up to four words, {order_id} a slot: cancel|stop … {order_id}"
            error={patternIssues.length > 0 ? patternIssues.map(patternWords).join(' ') : undefined}
          >
            {(control) => (
              <Textarea
                {...control}
                rows={Math.min(8, Math.max(3, draft.patterns.split('\n').length))}
                spellCheck={false}
                value={draft.patterns}
                onChange={(event) => set({ patterns: event.target.value })}
                className="font-mono text-sm"
              />
            )}
          </Field>
          <CheckboxLine
            checked={draft.auto_approve}
            disabled={readOnly || draft.risk !== 'low'}
            onChange={(auto_approve) => set({ auto_approve })}
          >
            Approve clean answers by themselves{' '}
            <span className="text-ink-3">low risk only; people check samples</span>
          </CheckboxLine>
          {problem && problem.errors.length === 0 && (
            <p role="alert" className="text-base text-bad-text">
              {problemText(problem)}
            </p>
          )}
          {dirty && !readOnly && (
            <div className="flex gap-2">
              <Button onClick={() => setDraft(draftOf(intent))}>Discard</Button>
              <Button type="submit" variant="primary" busy={save.isPending}>
                Save
              </Button>
            </div>
          )}
        </fieldset>
      </form>
    </Card>
  )
}

function patternWords({ field, message }: { field: string; message: string }): string {
  return `Line ${Number(field.split('.')[1]) + 1}: ${message}`
}
