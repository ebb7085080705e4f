'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, Ellipsis, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { useMay } from '@/components/shell/me'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { ErrorState } from '@/components/ui/error-state'
import { Menu, MenuItem } from '@/components/ui/menu'
import { Skeleton, SkeletonText } from '@/components/ui/skeleton'
import { RiskBadge } from '@/components/ui/state-badges'
import type { IntentDetail } from '@/lib/normalization/intents/schema'
import { insightQuery, intentQuery } from '../queries'
import { InsightPanel } from './insight-panel'
import { IntentForm } from './intent-form'
import { MergedNote } from './merged-note'
import { PhrasingsCard } from './phrasings-card'
import { SuggestionsCard } from './suggestions-card'

export function IntentView({ intentKey }: { intentKey: string }) {
  const query = useQuery(intentQuery(intentKey))
  if (query.isPending) {
    return (
      <div className="flex flex-col gap-5">
        <SkeletonText lines={2} />
        <Skeleton className="h-96 w-full" />
      </div>
    )
  }
  if (!query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the intent" />
  return <Detail intent={query.data} />
}

function Detail({ intent }: { intent: IntentDetail }) {
  const mayEdit = useMay('intent.edit') && intent.merged_into === null
  const insight = useQuery(insightQuery(intent.id))
  return (
    <div className="flex flex-col gap-5">
      <IntentHead intent={intent} mayEdit={mayEdit} />
      {intent.merged_into !== null && <MergedNote intent={intent} into={intent.merged_into} />}
      {intent.merged_into === null && insight.data?.in_live_release === false && (
        <Callout
          action={
            <Button asChild size="sm">
              <Link href="/normalizer/releases">Releases</Link>
            </Button>
          }
        >
          Not in the live release: no question is placed here until the next one is released.
        </Callout>
      )}
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        <div className="flex flex-col gap-6">
          <PhrasingsCard intent={intent} mayEdit={mayEdit} />
          {mayEdit && <SuggestionsCard intent={intent} />}
        </div>
        <div className="flex flex-col gap-6">
          <IntentForm key={intent.updated_at} intent={intent} readOnly={!mayEdit} />
          {intent.merged_into === null && <InsightPanel intent={intent} query={insight} />}
        </div>
      </div>
    </div>
  )
}

function IntentHead({ intent, mayEdit }: { intent: IntentDetail; mayEdit: boolean }) {
  const client = useQueryClient()
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="min-w-0">
        <Link
          href="/normalizer/intents"
          className="inline-flex items-center gap-1 text-sm text-ink-3 hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-3.5" />
          Intents
        </Link>
        <h2 className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-lg font-semibold tracking-tight">
          {intent.title}
          <RiskBadge risk={intent.risk} />
          {intent.status === 'rejected' && <Badge tone="bad">Rejected: learned so as to miss</Badge>}
        </h2>
        <code className="font-mono text-sm text-ink-2">{intent.key}</code>
      </div>
      {mayEdit && (
        <Menu
          trigger={
            <Button size="icon" aria-label="More actions">
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          <MenuItem tone="bad" onSelect={() => setAsking(true)}>
            <Trash2 aria-hidden />
            Delete…
          </MenuItem>
        </Menu>
      )}
      {asking && (
        <ConfirmDialog
          title={`Delete ${intent.key}?`}
          description="Its phrasings go with it. Its entries stay and are served until the next release."
          action="Delete intent"
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await api('DELETE', apiPath('/api/console/intents', intent.id), z.unknown())
            await client.invalidateQueries({ queryKey: ['normalizer', 'intents'] })
            toast.success(`${intent.key} was deleted`)
            router.push('/normalizer/intents')
          }}
        />
      )}
    </div>
  )
}
