'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Ban, Ellipsis, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Menu, MenuItem } from '@/components/ui/menu'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { RelativeTime } from '@/components/ui/time'
import type { ApiKeyView } from '@/lib/auth/schema'
import { keysQuery } from '../queries'
import { keyState } from './key-state'
import { RotateKeyDialog } from './rotate-key-dialog'

type Asked = { key: ApiKeyView; what: 'rotate' | 'revoke' }

export function KeysTable({ keys, atMs }: { keys: readonly ApiKeyView[]; atMs: number }) {
  const client = useQueryClient()
  const [asked, setAsked] = useState<Asked | null>(null)
  return (
    <>
      <Table>
        <caption className="sr-only">API keys of the workspace</caption>
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Scopes</Th>
            <Th>State</Th>
            <Th>Limits</Th>
            <Th>Last used</Th>
            <Th>Expires</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} atMs={atMs} onAsk={setAsked} />
          ))}
        </tbody>
      </Table>
      {asked?.what === 'rotate' && <RotateKeyDialog apiKey={asked.key} onClose={() => setAsked(null)} />}
      {asked?.what === 'revoke' && (
        <ConfirmDialog
          title={`Revoke ${asked.key.name}?`}
          description="Callers that still use it are refused at once. This cannot be undone."
          action="Revoke key"
          onClose={() => setAsked(null)}
          onConfirm={async () => {
            await api('DELETE', apiPath('/api/console/keys', asked.key.id), z.unknown())
            await client.invalidateQueries({ queryKey: keysQuery().queryKey })
            toast.success(`${asked.key.name} was revoked`)
          }}
        />
      )}
    </>
  )
}

function KeyRow({
  apiKey,
  atMs,
  onAsk,
}: {
  apiKey: ApiKeyView
  atMs: number
  onAsk: (asked: Asked) => void
}) {
  const state = keyState(apiKey, atMs)
  return (
    <Tr className={state.live ? '' : 'text-ink-3'}>
      <Td className="min-w-44">
        <span className="block font-medium">{apiKey.name}</span>
        <code className="font-mono text-xs text-ink-3">{apiKey.prefix}…</code>
      </Td>
      <Td>
        <span className="flex gap-1">
          {apiKey.scopes.map((scope) => (
            <Badge key={scope} tone={scope === 'lookup' ? 'neutral' : 'accent'}>
              {scope}
            </Badge>
          ))}
        </span>
      </Td>
      <Td>
        <Badge tone={state.tone} dot>
          {state.word}
        </Badge>
        {apiKey.replaces && <span className="block text-sm text-ink-3">successor</span>}
      </Td>
      <Td className="max-w-52 text-sm text-ink-2">
        {apiKey.rate_per_minute !== null && (
          <span className="block whitespace-nowrap tabular-nums">
            {apiKey.rate_per_minute.toLocaleString('en')} / min
          </span>
        )}
        {apiKey.allowed_cidrs.length > 0 && (
          <span className="block truncate font-mono text-xs" title={apiKey.allowed_cidrs.join(', ')}>
            {apiKey.allowed_cidrs.join(', ')}
          </span>
        )}
        {apiKey.rate_per_minute === null && apiKey.allowed_cidrs.length === 0 && (
          <span className="text-ink-3">Workspace’s</span>
        )}
      </Td>
      <Td className="whitespace-nowrap text-ink-2">
        {apiKey.last_used_at ? <RelativeTime at={apiKey.last_used_at} /> : 'Never'}
      </Td>
      <Td className="whitespace-nowrap text-ink-2">
        {apiKey.expires_at ? <RelativeTime at={apiKey.expires_at} /> : 'Never'}
      </Td>
      <Td className="w-12 text-right">
        {state.live && (
          <Menu
            trigger={
              <Button variant="quiet" size="icon-sm" aria-label={`Actions for ${apiKey.name}`}>
                <Ellipsis aria-hidden />
              </Button>
            }
          >
            <MenuItem onSelect={() => onAsk({ key: apiKey, what: 'rotate' })}>
              <RotateCw aria-hidden />
              Rotate…
            </MenuItem>
            <MenuItem tone="bad" onSelect={() => onAsk({ key: apiKey, what: 'revoke' })}>
              <Ban aria-hidden />
              Revoke…
            </MenuItem>
          </Menu>
        )}
      </Td>
    </Tr>
  )
}
