'use client'

import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/components/shell/me'
import { NotForRole } from '@/components/shell/not-for-role'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { plural } from '@/components/ui/format'
import { Segmented } from '@/components/ui/segmented'
import { SkeletonRows } from '@/components/ui/skeleton'
import { CreateKeyDialog } from './keys/create-key-dialog'
import { keyState } from './keys/key-state'
import { KeysTable } from './keys/keys-table'
import { keysQuery } from './queries'

export function KeysView() {
  if (useMay('key.manage')) return <Keys />
  return <NotForRole>API keys are for admins.</NotForRole>
}

function Keys() {
  const query = useQuery(keysQuery())
  const [creating, setCreating] = useState(false)
  const [show, setShow] = useState<'live' | 'all'>('live')
  const all = query.data ?? []
  const live = all.filter((key) => keyState(key, query.dataUpdatedAt).live)
  const keys = show === 'live' ? live : all
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      Create a key
    </Button>
  )
  return (
    <section aria-label="API keys" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-md font-semibold tracking-tight">
          {query.data ? plural(live.length, 'live key') : 'API keys'}
        </h2>
        <div className="flex items-center gap-2">
          {all.length > live.length && (
            <Segmented
              label="Keys shown"
              value={show}
              onChange={setShow}
              options={[
                { value: 'live', label: 'Live' },
                { value: 'all', label: `All ${all.length}` },
              ]}
            />
          )}
          {keys.length > 0 && create}
        </div>
      </div>
      {query.isPending && (
        <Card as="div" flush>
          <SkeletonRows rows={4} />
        </Card>
      )}
      {query.isError && !query.data && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the keys" />
      )}
      {query.data && keys.length === 0 && (
        <EmptyState icon={KeyRound} title="No live keys" action={create}>
          A service asks for answers with a key of its own. Give each one only the scopes it needs.
        </EmptyState>
      )}
      {keys.length > 0 && <KeysTable keys={keys} atMs={query.dataUpdatedAt} />}
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} />}
    </section>
  )
}
