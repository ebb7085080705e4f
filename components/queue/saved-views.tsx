'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { z } from 'zod'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { savedViewsQuery } from '@/components/data/queries'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import type { OnDemandProps } from '@/components/ui/on-demand'
import { Popover } from '@/components/ui/popover'
import { readFilters, writeFilters, type QueueFilters } from './filters'

type SavedViewsProps = OnDemandProps & {
  filters: QueueFilters
  change: (patch: Partial<QueueFilters>) => void
}

/** Filters under a name, per person. */
export function SavedViews({ filters, change, trigger }: SavedViewsProps) {
  const [open, setOpen] = useState(true)
  const [name, setName] = useState('')
  const client = useQueryClient()
  const views = useQuery({ ...savedViewsQuery(), enabled: open })
  const settled = {
    onSuccess: () => client.invalidateQueries({ queryKey: savedViewsQuery().queryKey }),
    onError: (error: unknown) => toast.error(problemText(error)),
  }
  const save = useMutation({
    mutationFn: () =>
      api('POST', '/api/console/views', z.unknown(), {
        body: { name: name.trim(), query: writeFilters(filters) },
      }),
    ...settled,
  })
  const remove = useMutation({
    mutationFn: (id: string) => api('DELETE', apiPath('/api/console/views', id), z.unknown()),
    ...settled,
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    save.mutate(undefined, { onSuccess: () => setName('') })
  }

  return (
    <Popover
      label="Saved views"
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="flex w-72 flex-col gap-3"
      trigger={trigger}
    >
      {views.data && views.data.items.length > 0 ? (
        <ul className="-mx-2 -mt-2">
          {views.data.items.map((view) => (
            <li key={view.id} className="flex items-center gap-1">
              <button
                type="button"
                className="min-w-0 flex-1 truncate rounded-sm px-2 py-1.5 text-left hover:bg-hover"
                onClick={() => {
                  change(readFilters(new URLSearchParams(view.query)))
                  setOpen(false)
                }}
              >
                {view.name}
              </button>
              <Button
                variant="quiet"
                size="icon-sm"
                aria-label={`Delete view ${view.name}`}
                onClick={() => remove.mutate(view.id)}
              >
                <Trash2 aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-sm text-ink-3">No views yet. Set filters, then keep them under a name.</p>
      )}
      <form onSubmit={submit} className="flex gap-2">
        <Input
          aria-label="Name of the view"
          placeholder="Name these filters"
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" busy={save.isPending} disabled={name.trim() === ''}>
          Save
        </Button>
      </form>
    </Popover>
  )
}
