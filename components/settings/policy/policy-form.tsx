'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect, useState, type FormEvent } from 'react'
import { toast } from 'sonner'
import { api } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { plural } from '@/components/ui/format'
import { Input } from '@/components/ui/input'
import { PolicyView } from '@/lib/workspaces/schema'
import { policyQuery } from '../queries'
import { PolicyControl } from './policy-control'
import {
  fieldError,
  fromDraft,
  policyGroups,
  toDraft,
  type FieldDraft,
  type PolicyField,
} from './policy-fields'

type Drafts = Partial<Record<PolicyField['name'], FieldDraft>>
const allFields = policyGroups.flatMap((group) => group.fields)

export function PolicyForm({ view, readOnly }: { view: PolicyView; readOnly: boolean }) {
  const client = useQueryClient()
  const [drafts, setDrafts] = useState<Drafts>({})
  const [reason, setReason] = useState('')
  const stored = (field: PolicyField) => toDraft(field, view.policy[field.name])
  const changed = allFields.filter((field) => {
    const draft = drafts[field.name]
    return draft !== undefined && draft !== stored(field)
  })
  const wrong = changed.filter((field) => fieldError(field, drafts[field.name]!))

  const save = useMutation({
    mutationFn: () =>
      api('PUT', '/api/console/policy', PolicyView, {
        body: {
          policy: Object.fromEntries(
            changed.map((field) => [field.name, fromDraft(field, drafts[field.name]!)]),
          ),
          policy_version: view.policy_version,
          reason: reason.trim(),
        },
      }),
    onSuccess: (next) => {
      client.setQueryData(policyQuery().queryKey, next)
      toast.success(`Policy version ${next.policy_version} is in force`)
    },
  })
  const problem = isProblem(save.error) ? save.error : null

  function submit(event: FormEvent) {
    event.preventDefault()
    const [first] = wrong
    if (first)
      document.getElementById(`policy-${first.name}`)?.querySelector<HTMLElement>('input, textarea')?.focus()
    else save.mutate()
  }

  useEffect(() => {
    if (changed.length === 0) return
    const stay = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', stay)
    return () => window.removeEventListener('beforeunload', stay)
  }, [changed.length])

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <Badge tone="accent">Version {view.policy_version}</Badge>
        <p className="text-base text-ink-3">
          Each change makes a new version and voids votes cast under the one before.{' '}
          <Link href="/audit?type=policy.changed" className="font-medium text-accent-text hover:underline">
            History
          </Link>
        </p>
      </div>
      {readOnly && <Callout>You may read the policy. Changing it is for admins.</Callout>}
      {problem?.code === 'conflict' && (
        <Callout
          tone="warn"
          role="alert"
          title="Somebody changed the policy meanwhile"
          action={
            <Button
              size="sm"
              onClick={() => void client.invalidateQueries({ queryKey: policyQuery().queryKey })}
            >
              Load theirs
            </Button>
          }
        >
          Loading theirs drops what you typed here.
        </Callout>
      )}
      {policyGroups.map((group) => (
        <section
          key={group.title}
          aria-label={group.title}
          className="grid gap-x-10 gap-y-4 border-t border-line pt-6 lg:grid-cols-[15rem_minmax(0,1fr)]"
        >
          <div>
            <h2 className="text-md font-semibold tracking-tight">{group.title}</h2>
            <p className="mt-1 text-base text-ink-3">{group.note}</p>
          </div>
          <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
            {group.fields.map((field) => {
              const draft = drafts[field.name] ?? stored(field)
              return (
                <PolicyControl
                  key={field.name}
                  field={field}
                  draft={draft}
                  changed={changed.includes(field)}
                  error={fieldErrorOf(field, draft, problem?.errors)}
                  disabled={readOnly}
                  onChange={(next) => setDrafts((was) => ({ ...was, [field.name]: next }))}
                />
              )
            })}
          </div>
        </section>
      ))}
      {changed.length > 0 && (
        <div className="sticky bottom-4 z-10 flex flex-wrap items-center gap-3 rounded-xl border border-line bg-raised px-4 py-3 shadow-mid">
          <p className="text-base font-medium" role="status">
            {plural(changed.length, 'change')}
            {wrong.length > 0 && <span className="text-bad-text">, {wrong.length} not valid</span>}
          </p>
          <Input
            aria-label="Reason for the change"
            placeholder="Why? Goes into the log."
            value={reason}
            maxLength={1000}
            onChange={(event) => setReason(event.target.value)}
            className="!w-auto flex-1 basis-52"
          />
          {problem && problem.code !== 'conflict' && (
            <p role="alert" className="text-base text-bad-text">
              {problemText(problem)}
            </p>
          )}
          <Button onClick={() => setDrafts({})}>Discard</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            Save
          </Button>
        </div>
      )}
    </form>
  )
}

function fieldErrorOf(
  field: PolicyField,
  draft: FieldDraft,
  theirs: readonly { field: string; message: string }[] | undefined,
): string | undefined {
  const own = fieldError(field, draft)
  return own ?? theirs?.find((issue) => issue.field.split('.')[0] === field.name)?.message
}
