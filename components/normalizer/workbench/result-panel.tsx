'use client'

import { CircleCheck, CircleDashed } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { percent } from '@/components/ui/format'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { WorkbenchResult } from '@/lib/normalization/workbench/schema'
import { reasonWords } from '../reason-words'
import { MarkedQuery } from './marked-query'
import { TraceSteps } from './trace-steps'

export function ResultPanel({ query, answer }: { query: string; answer: WorkbenchResult }) {
  const { result, release, would_serve: served } = answer
  return (
    <div className="flex flex-col gap-5">
      <Verdict answer={answer} />
      <Section title="Question">
        <MarkedQuery query={query} entities={result.entities} />
        <p className="mt-2 font-mono text-sm [overflow-wrap:anywhere] text-ink-2">
          <span className="text-ink-3">canonical </span>
          {result.canonical || '—'}
        </p>
      </Section>
      {result.entities.length > 0 && (
        <Table>
          <caption className="sr-only">Literals found in the question</caption>
          <thead>
            <tr>
              <Th>Slot</Th>
              <Th>Type</Th>
              <Th>As typed</Th>
              <Th>Value</Th>
            </tr>
          </thead>
          <tbody>
            {result.entities.map((entity) => (
              <Tr key={`${entity.start}-${entity.slot}`}>
                <Td>
                  <Badge tone="slot" mono>
                    {entity.slot}
                  </Badge>
                </Td>
                <Td className="text-ink-2">{entity.type.replaceAll('_', ' ')}</Td>
                <Td className="font-mono text-sm">{entity.text}</Td>
                <Td className="font-mono text-sm">{entity.value}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      <Section title="Steps">
        <TraceSteps steps={result.trace} decidedBy={result.key ? result.normalizer.name : null} />
      </Section>
      <p className="text-sm text-ink-3">
        {release.live ? 'The live release' : 'A release that is not live'}{' '}
        <code className="font-mono text-xs">{release.hash.slice(0, 12)}</code>
        {served.status === 'hit' && ' · nothing was served or counted'}
      </p>
    </div>
  )
}

function Verdict({ answer: { result, would_serve: served } }: { answer: WorkbenchResult }) {
  const hit = served.status === 'hit'
  const Icon = hit ? CircleCheck : CircleDashed
  return (
    <section
      aria-label="Outcome"
      className={`rounded-lg border px-4 py-4 ${hit ? 'border-good/40 bg-good-soft' : 'border-line bg-surface'}`}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Icon aria-hidden className={`size-5 ${hit ? 'text-good-text' : 'text-ink-3'}`} />
        <p className="text-lg font-semibold tracking-tight">
          {hit ? 'Hit' : 'Miss'}
          {!hit && <span className="font-normal text-ink-2"> · {reasonWords(served.reason)}</span>}
        </p>
        {result.key && (
          <Link
            href={`/normalizer/intents/${encodeURIComponent(result.key)}`}
            className="rounded-sm font-mono text-base text-accent-text hover:underline"
          >
            {result.key}
          </Link>
        )}
        <span className="ml-auto text-sm text-ink-3">
          {result.normalizer.name.replaceAll('_', ' ')}, {percent(result.confidence, 1)} certain
        </span>
      </div>
      {served.status === 'hit' ? (
        <>
          <p className="mt-3 text-md [overflow-wrap:anywhere] whitespace-pre-wrap">{served.answer}</p>
          <Link
            href={`/entries/${encodeURIComponent(served.entry.id)}`}
            className="mt-2 inline-block text-sm font-medium text-accent-text hover:underline"
          >
            Entry, version {served.entry.version}
          </Link>
        </>
      ) : (
        <p className="mt-1.5 text-base text-ink-2">{served.detail}</p>
      )}
    </section>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="eyebrow mb-2">{title}</h2>
      {children}
    </section>
  )
}
