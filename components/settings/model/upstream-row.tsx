'use client'

import { useMutation } from '@tanstack/react-query'
import { ArrowUp, Ellipsis, Pencil, Send, Trash2 } from 'lucide-react'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { RelativeTime } from '@/components/ui/time'
import { UpstreamTest, type Upstream } from '@/lib/workspaces/upstream/schema'
import { hostOf, keyWords, providerWords } from './upstream-words'

type UpstreamRowProps = {
  upstream: Upstream
  rank: number
  onChange: () => void
  onRemove: () => void
  /** Absent for the first. */
  onUp?: () => void
}

export function UpstreamRow({ upstream, rank, onChange, onRemove, onUp }: UpstreamRowProps) {
  const host = hostOf(upstream.base_url)
  const test = useMutation({
    mutationFn: () => api('POST', `${apiPath('/api/console/upstream', upstream.id)}/test`, UpstreamTest),
    onSuccess: ({ ok, detail }) =>
      ok
        ? toast.success('It answers', { description: detail })
        : toast.error('It does not answer', { description: detail }),
    onError: (error) => toast.error('It was not asked', { description: problemText(error) }),
  })
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <span aria-hidden className="mt-0.5 w-4 shrink-0 text-sm text-ink-3 tabular-nums">
        {rank}
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-mono text-sm font-medium [overflow-wrap:anywhere]">{upstream.model}</span>
          {upstream.pin_model && <Badge>Always</Badge>}
        </p>
        <p className="mt-0.5 text-sm [overflow-wrap:anywhere] text-ink-3">
          {providerWords[upstream.provider]} at {host} · {keyWords(upstream.key_hint)} · changed{' '}
          <RelativeTime at={upstream.updated_at} />
        </p>
      </div>
      <Menu
        trigger={
          <Button
            variant="quiet"
            size="icon-sm"
            aria-label={`Actions for ${upstream.model} at ${host}`}
            busy={test.isPending}
          >
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => test.mutate()}>
          <Send aria-hidden />
          Test now
        </MenuItem>
        <MenuItem onSelect={onChange}>
          <Pencil aria-hidden />
          Change, or rotate the key…
        </MenuItem>
        {onUp && (
          <MenuItem onSelect={onUp}>
            <ArrowUp aria-hidden />
            Ask earlier
          </MenuItem>
        )}
        <MenuItem tone="bad" onSelect={onRemove}>
          <Trash2 aria-hidden />
          Remove…
        </MenuItem>
      </Menu>
    </li>
  )
}
