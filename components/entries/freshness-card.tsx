'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ExternalLink, PencilLine } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { isProblem, problemText } from '@/components/data/problem'
import { useMay } from '@/components/shell/me'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { Entry } from '@/lib/entries/schema'
import { FreshnessBadge } from './freshness-badge'

/** Who answers for this text, where it comes from, and when it must be read again. */
export function FreshnessCard({ entry }: { entry: Entry }) {
  const [editing, setEditing] = useState(false)
  const mayEdit = useMay('proposal.edit')
  return (
    <Card
      title="Freshness"
      actions={
        mayEdit &&
        !editing && (
          <Button variant="quiet" size="icon-sm" aria-label="Edit freshness" onClick={() => setEditing(true)}>
            <PencilLine aria-hidden />
          </Button>
        )
      }
    >
      {editing ? (
        <FreshnessForm entry={entry} onClose={() => setEditing(false)} />
      ) : (
        <FreshnessFacts entry={entry} />
      )}
    </Card>
  )
}

function FreshnessFacts({ entry }: { entry: Entry }) {
  return (
    <dl className="flex flex-col gap-2.5 text-base">
      <div className="flex justify-between gap-4">
        <dt className="text-ink-3">Owner</dt>
        <dd className="truncate">{entry.owner ?? <span className="text-ink-3">nobody</span>}</dd>
      </div>
      <div className="flex justify-between gap-4">
        <dt className="text-ink-3">Source</dt>
        <dd className="min-w-0">
          {entry.source_url && /^https?:/i.test(entry.source_url) ? (
            <a
              href={entry.source_url}
              target="_blank"
              rel="noreferrer noopener"
              className="flex items-center gap-1.5 text-accent-text hover:underline"
            >
              <span className="truncate">{hostOf(entry.source_url)}</span>
              <ExternalLink aria-hidden className="size-3.5 shrink-0" />
            </a>
          ) : (
            <span className="text-ink-3">{entry.source_url ?? 'not set'}</span>
          )}
        </dd>
      </div>
      <div className="flex justify-between gap-4">
        <dt className="text-ink-3">Review by</dt>
        <dd>
          <FreshnessBadge reviewBy={entry.review_by} />
        </dd>
      </div>
    </dl>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

function FreshnessForm({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const client = useQueryClient()
  const [owner, setOwner] = useState(entry.owner ?? '')
  const [source, setSource] = useState(entry.source_url ?? '')
  const [day, setDay] = useState(entry.review_by?.slice(0, 10) ?? '')
  const save = useMutation({
    mutationFn: () =>
      api('PUT', `${apiPath('/api/console/entries', entry.id)}/freshness`, z.unknown(), {
        body: {
          owner: owner.trim() || null,
          source_url: source.trim() || null,
          review_by: day ? `${day}T00:00:00.000Z` : null,
        },
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['entries'] })
      onClose()
    },
  })
  const problem = isProblem(save.error) ? save.error : null

  function submit(event: FormEvent) {
    event.preventDefault()
    save.mutate()
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3.5">
      <Field label="Owner" error={problem?.field('owner')}>
        {(control) => (
          <Input
            {...control}
            value={owner}
            maxLength={120}
            autoFocus
            onChange={(event) => setOwner(event.target.value)}
          />
        )}
      </Field>
      <Field label="Source" error={problem?.field('source_url')}>
        {(control) => (
          <Input
            {...control}
            type="url"
            placeholder="https://"
            value={source}
            maxLength={500}
            onChange={(event) => setSource(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Review by"
        error={problem?.field('review_by')}
        hint="After that day it goes back to the queue."
      >
        {(control) => (
          <Input {...control} type="date" value={day} onChange={(event) => setDay(event.target.value)} />
        )}
      </Field>
      {save.isError && !problem?.errors.length && (
        <p role="alert" className="text-sm text-bad-text">
          {problemText(save.error)}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onClose}>
          Cancel
        </Button>
        <Button size="sm" type="submit" variant="primary" busy={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  )
}
