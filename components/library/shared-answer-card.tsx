'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { useMay } from '@/components/shell/me'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Disclosure } from '@/components/ui/disclosure'
import { plural } from '@/components/ui/format'
import { TemplateText } from '@/components/ui/template-text'
import { RelativeTime } from '@/components/ui/time'
import { Adoption, type SharedAnswer } from '@/lib/proposals/library/schema'
import { libraryKey } from './queries'

export function SharedAnswerCard({ shared }: { shared: SharedAnswer }) {
  return (
    <Card
      as="article"
      title={shared.title}
      description={
        <>
          <code className="font-mono">{shared.key}</code> · {shared.risk} risk ·{' '}
          <RelativeTime at={shared.published_at} />
        </>
      }
      actions={<Actions shared={shared} />}
    >
      {shared.description && <p className="mb-2 text-base text-ink-2">{shared.description}</p>}
      <p className="text-base [overflow-wrap:anywhere] whitespace-pre-line">
        <TemplateText text={shared.answer} />
      </p>
      {shared.phrasings.length > 0 && (
        <Disclosure summary={plural(shared.phrasings.length, 'phrasing')} className="mt-3">
          <ul className="flex flex-col gap-1 text-base text-ink-2">
            {shared.phrasings.map((text) => (
              <li key={text} className="[overflow-wrap:anywhere]">
                {text}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </Card>
  )
}

function Actions({ shared }: { shared: SharedAnswer }) {
  const client = useQueryClient()
  const manages = useMay('policy.manage')
  const adopts = useMay('intent.edit')
  const [asking, setAsking] = useState(false)
  const refresh = () => client.invalidateQueries({ queryKey: libraryKey })
  const adopt = useMutation({
    mutationFn: () => api('POST', apiPath('/api/console/library', shared.id, 'adopt'), Adoption),
    onSuccess: async (done) => {
      await refresh()
      toast.success(
        done.intent_created
          ? 'Adopted: the intent was made, and a proposal waits for approval'
          : 'Adopted: a proposal waits for approval',
      )
    },
    onError: (error) => toast.error(problemText(error)),
  })
  if (shared.adopted_as !== null) {
    return (
      <Link
        href={`/queue/${encodeURIComponent(shared.adopted_as)}`}
        className="text-base font-medium text-accent-text hover:underline"
      >
        Adopted
      </Link>
    )
  }
  if (!shared.own) {
    return (
      adopts && (
        <Button variant="primary" size="sm" busy={adopt.isPending} onClick={() => adopt.mutate()}>
          Adopt
        </Button>
      )
    )
  }
  return (
    <>
      <Badge tone="accent">Yours</Badge>
      {manages && (
        <Button size="sm" onClick={() => setAsking(true)}>
          Stop sharing
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          title={`Stop sharing “${shared.title}”?`}
          description="Others see it no more. What they adopted is theirs and stays."
          action="Stop sharing"
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await api('DELETE', apiPath('/api/console/library', shared.id), z.unknown())
            await refresh()
            toast.success('It is shared no more')
          }}
        />
      )}
    </>
  )
}
