'use client'

import { useMutation } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { plural } from '@/components/ui/format'
import { SkeletonText } from '@/components/ui/skeleton'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { TryPhrasingResult } from '@/lib/normalization/workbench/schema'
import { reasonWords } from '../reason-words'

/** Trains a release with the phrasing and one without, and shows which questions would change. */
export function TryPhrasing({ intent, text }: { intent: string; text: string | null }) {
  const attempt = useMutation({
    mutationFn: (phrasing: string) =>
      api('POST', '/api/console/workbench/try-phrasing', TryPhrasingResult, {
        body: { intent, text: phrasing },
      }),
  })
  return (
    <>
      <Button disabled={text === null} onClick={() => text !== null && attempt.mutate(text)}>
        <FlaskConical aria-hidden />
        Try it first
      </Button>
      {!attempt.isIdle && (
        <Dialog
          open
          width="lg"
          onOpenChange={(open) => !open && attempt.reset()}
          title="What it would change"
          description={<span className="[overflow-wrap:anywhere]">“{attempt.variables}”</span>}
        >
          {attempt.isPending && (
            <div className="flex flex-col gap-3" role="status">
              <p className="text-base text-ink-2">Two releases are trained and run on recent questions…</p>
              <SkeletonText lines={5} />
            </div>
          )}
          {attempt.isError && (
            <p role="alert" className="text-base text-bad-text">
              {problemText(attempt.error)}
            </p>
          )}
          {attempt.data && <Outcome result={attempt.data} />}
        </Dialog>
      )}
    </>
  )
}

function Outcome({ result }: { result: TryPhrasingResult }) {
  if (result.collisions.length > 0) {
    return (
      <div role="alert" className="rounded-lg bg-bad-soft px-3.5 py-3 text-base">
        <p className="font-medium">It would be refused</p>
        {result.collisions.map((collision) => (
          <p key={collision.intent + collision.with} className="[overflow-wrap:anywhere]">
            It collides with <code className="font-mono">{collision.intent}</code>, which has “
            {collision.with}”.
          </p>
        ))}
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="text-base text-ink-2">
        {plural(result.queries, 'question')} looked at: {result.hits_before} hits before, {result.hits_after}{' '}
        after.
        {result.changed.length === 0 && ' No question changes.'}
      </p>
      {result.changed.length > 0 && (
        <Table>
          <caption className="sr-only">Questions that change</caption>
          <thead>
            <tr>
              <Th>Question</Th>
              <Th>Before</Th>
              <Th>After</Th>
            </tr>
          </thead>
          <tbody>
            {result.changed.slice(0, 50).map((row) => (
              <Tr key={row.text}>
                <Td className="[overflow-wrap:anywhere]">{row.text}</Td>
                <Td className="font-mono text-xs">{outcome(row.before)}</Td>
                <Td className="font-mono text-xs">{outcome(row.after)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </div>
  )
}

function outcome({ key, reason }: { key: string | null; reason: string | null }): string {
  return reason === null && key ? key : reasonWords(reason ?? 'no_key')
}
