'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Workspace } from '@/lib/workspaces/schema'

export function NameStep({ name, onDone }: { name: string; onDone: () => Promise<unknown> }) {
  const router = useRouter()
  const [text, setText] = useState(name)
  const wanted = text.trim()
  const save = useMutation({
    mutationFn: async () => {
      if (wanted !== name) {
        await api('PATCH', '/api/console/workspaces', Workspace, { body: { name: wanted } })
        router.refresh() // the sidebar shows the name as the server rendered it
      }
      await onDone()
    },
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Field
        label="Workspace name"
        hint="A product or customer whose questions are answered alike. Others can be opened later."
        error={save.error ? problemText(save.error) : undefined}
      >
        {(control) => (
          <Input
            {...control}
            value={text}
            maxLength={80}
            onChange={(event) => setText(event.target.value)}
            className="max-w-96"
          />
        )}
      </Field>
      <div>
        <Button type="submit" variant="primary" disabled={wanted === ''} busy={save.isPending}>
          {wanted === name ? 'Keep this name' : 'Save the name'}
        </Button>
      </div>
    </form>
  )
}
