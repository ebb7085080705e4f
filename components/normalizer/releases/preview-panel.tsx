'use client'

import { useState } from 'react'
import { Callout } from '@/components/ui/callout'
import { percent, plural } from '@/components/ui/format'
import { Stat, StatRow } from '@/components/ui/stat'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { Tabs } from '@/components/ui/tabs'
import { RelativeTime } from '@/components/ui/time'
import type { ReleasePreview, ReplayedQuery } from '@/lib/normalization/releases/schema'
import { reasonWords } from '../reason-words'

type Kind = 'known_wrong' | 'changed_key' | 'new_hit' | 'lost_hit'

/** What this release would have done with recent traffic, beside what the live one did. */
export function PreviewPanel({ preview, budget }: { preview: ReleasePreview; budget: number }) {
  const first: Kind =
    preview.known_wrong.length > 0
      ? 'known_wrong'
      : preview.changed_key.length > 0
        ? 'changed_key'
        : 'new_hit'
  const [kind, setKind] = useState<Kind>(first)
  const estimated = preview.hits_after > 0 ? preview.estimated_false_hits / preview.hits_after : 0
  return (
    <section aria-label="Preview" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="text-md font-semibold tracking-tight">On recent traffic</h3>
        <p className="text-sm text-ink-3">
          {plural(preview.requests, 'request')} replayed <RelativeTime at={preview.created_at} />
          {preview.against === null && ', against no release'}
        </p>
      </div>
      {preview.judged.wrong > 0 && (
        <Callout tone="bad" title={`${plural(preview.judged.wrong, 'request')} known to be wrong`}>
          People judged or decided these otherwise. They are listed first.
        </Callout>
      )}
      <StatRow>
        <Stat
          label="Hits"
          value={preview.hits_after.toLocaleString('en')}
          note={`${preview.hits_before.toLocaleString('en')} with what is live`}
          change={preview.hits_before > 0 ? preview.hits_after / preview.hits_before - 1 : undefined}
        />
        <Stat
          label="Changed key"
          value={preview.counts.changed_key.toLocaleString('en')}
          note="same question, other answer"
        />
        <Stat
          label="Estimated wrong"
          value={preview.estimated_false_hits.toFixed(1)}
          note={
            <span className={estimated > budget ? 'text-bad-text' : ''}>
              {percent(estimated)} of hits; budget {percent(budget)}
            </span>
          }
        />
        <Stat
          label="Judged and wrong"
          value={`${preview.judged.wrong} / ${preview.judged.served}`}
          note={
            preview.judged.served === 0
              ? 'nothing comparable was judged'
              : `95 %: ${percent(preview.judged.ci95[0])}–${percent(preview.judged.ci95[1])}`
          }
        />
      </StatRow>
      <div>
        <Tabs
          label="Differences"
          value={kind}
          onChange={setKind}
          tabs={[
            { value: 'known_wrong', label: 'Known wrong', count: preview.judged.wrong },
            { value: 'changed_key', label: 'Changed key', count: preview.counts.changed_key },
            { value: 'new_hit', label: 'New hits', count: preview.counts.new_hit },
            { value: 'lost_hit', label: 'Lost hits', count: preview.counts.lost_hit },
          ]}
        />
        <Differences rows={preview[kind]} />
      </div>
    </section>
  )
}

function Differences({ rows }: { rows: readonly ReplayedQuery[] }) {
  if (rows.length === 0) return <p className="py-8 text-center text-base text-ink-3">None.</p>
  return (
    <div className="pt-3">
      <Table>
        <caption className="sr-only">Questions whose outcome differs</caption>
        <thead>
          <tr>
            <Th className="text-right">Asked</Th>
            <Th>Question</Th>
            <Th>Now</Th>
            <Th>With this release</Th>
            <Th>People say</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Tr key={index}>
              <Td className="text-right tabular-nums">{row.count.toLocaleString('en')}</Td>
              <Td className="min-w-64 [overflow-wrap:anywhere]">{row.text}</Td>
              <Td>
                <Outcome intent={row.before.key} reason={row.before.reason} />
              </Td>
              <Td>
                <Outcome intent={row.after.key} reason={row.after.reason} />
              </Td>
              <Td className="font-mono text-sm">{row.truth ?? <span className="text-ink-3">—</span>}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function Outcome({ intent, reason }: { intent: string | null; reason: string | null }) {
  if (reason === null && intent) return <code className="font-mono text-sm">{intent}</code>
  return <span className="text-sm text-ink-3">miss · {reasonWords(reason ?? 'no_key')}</span>
}
