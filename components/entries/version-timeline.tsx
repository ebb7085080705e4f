'use client'

import { Undo2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useMay } from '@/components/shell/me'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Segmented } from '@/components/ui/segmented'
import { TemplateText } from '@/components/ui/template-text'
import { RelativeTime } from '@/components/ui/time'
import { WordDiff } from '@/components/ui/word-diff'
import type { EntryDetail, EntryVersion } from '@/lib/entries/schema'

type Show = 'changes' | 'text'
type TimelineProps = { entry: EntryDetail; onRollback: (version: number) => void }

/** Every version with who approved it, when and why, and what it changed. */
export function VersionTimeline({ entry, onRollback }: TimelineProps) {
  const [show, setShow] = useState<Show>('changes')
  const mayRollBack = useMay('entry.rollback')
  const versions = [...entry.versions].sort((a, b) => b.version - a.version)
  return (
    <Card
      title="Versions"
      actions={
        <Segmented
          label="Show versions as"
          size="sm"
          value={show}
          onChange={setShow}
          options={[
            { value: 'changes', label: 'Changes' },
            { value: 'text', label: 'Full text' },
          ]}
        />
      }
    >
      <ol className="ml-1.5 border-l border-line">
        {versions.map((version, index) => (
          <VersionItem
            key={version.version}
            version={version}
            before={versions[index + 1]}
            show={show}
            live={version.version === entry.current_version}
            onRollback={mayRollBack ? onRollback : undefined}
          />
        ))}
      </ol>
    </Card>
  )
}

type ItemProps = {
  version: EntryVersion
  before: EntryVersion | undefined
  show: Show
  live: boolean
  onRollback: ((version: number) => void) | undefined
}

const origins: Record<EntryVersion['origin'], string> = {
  approval: 'Approved',
  rollback: 'Rolled back',
  import: 'Imported',
  auto: 'Approved by policy',
}

function VersionItem({ version, before, show, live, onRollback }: ItemProps) {
  const people = version.approved_by.map((approver) => approver.label).join(', ')
  return (
    <li className="relative pb-7 pl-6 last:pb-1" id={`v${version.version}`}>
      <span
        aria-hidden
        className={`absolute top-1.5 -left-[4.5px] size-2 rounded-full ring-4 ring-surface ${live ? 'bg-good' : 'bg-line-strong'}`}
      />
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="text-base font-semibold">Version {version.version}</h3>
        {live && <Badge tone="good">live</Badge>}
        {version.withdrawn_at && <Badge>taken back before it went live</Badge>}
        {version.origin === 'auto' && <Badge tone="warn">approved by policy, not a person</Badge>}
        <RelativeTime at={version.created_at} className="text-sm text-ink-3" />
        {!live && !version.withdrawn_at && onRollback && (
          <Button size="sm" variant="quiet" className="ml-auto" onClick={() => onRollback(version.version)}>
            <Undo2 aria-hidden />
            Roll back to this
          </Button>
        )}
      </header>
      <p className="text-sm text-ink-2">
        {origins[version.origin]}
        {version.from_version !== null && ` to version ${version.from_version}`}
        {people && ` by ${people}`}
        {version.reason && `: “${version.reason}”`}
        {version.proposal_id && (
          <>
            {' · '}
            <Link
              href={`/queue/${version.proposal_id}`}
              className="underline decoration-line-strong underline-offset-2 hover:text-ink"
            >
              proposal
            </Link>
          </>
        )}
      </p>
      <div className="mt-2.5 max-w-[72ch] rounded-md bg-sunken px-3.5 py-2.5">
        {show === 'changes' && before ? (
          <WordDiff
            before={before.answer}
            after={version.answer}
            className="text-base leading-6"
            emptyText="Same text as before."
          />
        ) : (
          <TemplateText text={version.answer} className="block text-base leading-6" />
        )}
      </div>
    </li>
  )
}
