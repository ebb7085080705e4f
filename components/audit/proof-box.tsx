'use client'

import { useMutation } from '@tanstack/react-query'
import { BadgeCheck, Download, ShieldAlert } from 'lucide-react'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { plural } from '@/components/ui/format'
import type { AuditEvent, InclusionProof } from '@/lib/audit/schema'
import { readProof } from './queries'
import { leafIsIn } from './verify-proof'

/** Proves one event: fetches the path to a signed root and walks it here, in this browser. */
export function ProofBox({ event }: { event: AuditEvent }) {
  const prove = useMutation({
    mutationFn: async () => {
      const proof = await readProof(event.id)
      return { proof, holds: proof.leaf_hash === event.leaf_hash && (await leafIsIn(proof)) }
    },
  })
  return (
    <div className="flex flex-col gap-3">
      <dl className="flex flex-col gap-1.5 text-sm">
        <Hash label="Leaf hash" value={event.leaf_hash} />
        <Hash label="Event before" value={event.prev_hash} />
      </dl>
      {prove.isError && (
        <p role="alert" className="text-base text-bad-text">
          {problemText(prove.error)}
        </p>
      )}
      {prove.data ? (
        <Proven {...prove.data} event={event} />
      ) : (
        <Button className="self-start" busy={prove.isPending} onClick={() => prove.mutate()}>
          <BadgeCheck aria-hidden />
          Prove
        </Button>
      )}
    </div>
  )
}

function Hash({ label, value }: { label: string; value: string }) {
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-2">
      <dt className="text-ink-3">{label}</dt>
      <dd className="flex min-w-0 items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-mono text-xs" title={value}>
          {value}
        </span>
        <CopyButton text={value} label={`Copy ${label.toLowerCase()}`} iconOnly />
      </dd>
    </div>
  )
}

function Proven({ proof, holds, event }: { proof: InclusionProof; holds: boolean; event: AuditEvent }) {
  if (!holds) {
    return (
      <p role="alert" className="flex gap-2 rounded-lg bg-bad-soft px-3 py-2.5 text-base text-bad-text">
        <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        The proof does not hold. Export the log and tell whoever is responsible for it.
      </p>
    )
  }
  return (
    <div role="status" className="flex flex-col gap-2 rounded-lg bg-good-soft px-3 py-2.5 text-base">
      <p className="flex gap-2">
        <BadgeCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good-text" />
        <span>
          Event #{event.seq} is in the signed log: {plural(proof.path.length, 'hash', 'hashes')} lead from its
          leaf to the root, walked in this browser.
        </span>
      </p>
      <Button
        size="sm"
        className="self-start"
        onClick={() => save(`${event.id}.proof.json`, JSON.stringify(proof, null, 2))}
      >
        <Download aria-hidden />
        Save the proof
      </Button>
    </div>
  )
}

function save(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
