'use client'

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Brain } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { useMay } from '@/components/shell/me'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { usd } from '@/components/ui/format'
import { SearchInput } from '@/components/ui/input'
import { LoadMore } from '@/components/ui/pagination'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { RelativeTime } from '@/components/ui/time'
import { Memo, type MemoSource } from '@/lib/normalization/tiers/schema'
import { memosQuery } from '../queries'

const sources: readonly { value: MemoSource | 'all'; label: string }[] = [
  { value: 'all', label: 'Any source' },
  { value: 'llm', label: 'Model' },
  { value: 'embedding', label: 'Embeddings' },
  { value: 'webhook', label: 'Webhook' },
  { value: 'person', label: 'Person' },
]

/** Decisions that are remembered by masked text: the slow steps answer each question once. */
export function MemoView() {
  const [search, setSearch] = useState('')
  const [source, setSource] = useState<MemoSource | 'all'>('all')
  const [state, setState] = useState<'live' | 'revoked'>('live')
  const [revoking, setRevoking] = useState<Memo | null>(null)
  const text = useDeferredValue(search.trim())
  const list = useInfiniteQuery(
    memosQuery({
      search: text,
      source: source === 'all' ? '' : source,
      revoked: state === 'revoked' ? 'true' : '',
    }),
  )
  const memos = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="flex flex-col gap-3">
      <div role="search" aria-label="Filter the memo" className="flex flex-wrap items-center gap-2">
        <SearchInput
          aria-label="Search texts"
          placeholder="Search texts"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="w-64 max-sm:w-full"
        />
        <Select quiet aria-label="Source" value={source} onChange={setSource} options={sources} />
        <Segmented
          label="State"
          value={state}
          onChange={setState}
          options={[
            { value: 'live', label: 'In use' },
            { value: 'revoked', label: 'Revoked' },
          ]}
        />
      </div>
      {list.isPending && <SkeletonRows rows={8} className="rounded-lg border border-line bg-surface" />}
      {list.isError && !list.data && (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} what="the memo" />
      )}
      {list.data && memos.length === 0 && (
        <EmptyState icon={Brain} title={state === 'live' ? 'Nothing is remembered' : 'Nothing was revoked'}>
          When a slow step, such as a model, places a question, its word is kept here so that it is asked
          once.
        </EmptyState>
      )}
      {memos.length > 0 && (
        <div>
          <MemoTable memos={memos} onRevoke={setRevoking} />
          <LoadMore
            shown={memos.length}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </div>
      )}
      {revoking && <RevokeDialog memo={revoking} onClose={() => setRevoking(null)} />}
    </div>
  )
}

function MemoTable({ memos, onRevoke }: { memos: readonly Memo[]; onRevoke: (memo: Memo) => void }) {
  const mayEdit = useMay('intent.edit')
  return (
    <Table>
      <caption className="sr-only">Remembered decisions</caption>
      <thead>
        <tr>
          <Th>Text</Th>
          <Th>Means</Th>
          <Th>Who said so</Th>
          <Th className="text-right">Cost</Th>
          <Th className="text-right">When</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {memos.map((memo) => (
          <Tr key={memo.id}>
            <Td className="min-w-64 [overflow-wrap:anywhere]">{memo.masked_text}</Td>
            <Td>
              {memo.key ? (
                <code className="font-mono text-sm">{memo.key}</code>
              ) : (
                <Badge>None of the intents</Badge>
              )}
            </Td>
            <Td className="text-ink-2">{sources.find(({ value }) => value === memo.source)?.label}</Td>
            <Td className="text-right text-ink-2 tabular-nums">
              {memo.cost_usd > 0 ? usd(memo.cost_usd) : '—'}
            </Td>
            <Td className="text-right whitespace-nowrap text-ink-2">
              <RelativeTime at={memo.revoked_at ?? memo.created_at} />
            </Td>
            <Td className="text-right">
              {!memo.revoked_at && mayEdit && (
                <Button size="sm" variant="quiet" onClick={() => onRevoke(memo)}>
                  Revoke
                </Button>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function RevokeDialog({ memo, onClose }: { memo: Memo; onClose: () => void }) {
  const client = useQueryClient()
  return (
    <ConfirmDialog
      title="Revoke this decision?"
      description={
        <span className="[overflow-wrap:anywhere]">
          “{memo.masked_text}” is no longer taken for {memo.key ?? 'none of the intents'}, and no step decides
          that text again.
        </span>
      }
      action="Revoke"
      reason={{ label: 'Reason', min: 3 }}
      onClose={onClose}
      onConfirm={async (reason) => {
        await api('POST', `${apiPath('/api/console/memo', memo.id)}/revoke`, Memo, { body: { reason } })
        await client.invalidateQueries({ queryKey: ['normalizer', 'memo'] })
        toast.success('The decision was revoked')
      }}
    />
  )
}
