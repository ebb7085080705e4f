'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { toast } from 'sonner'
import { api } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { CheckboxLine } from '@/components/ui/checkbox'
import { plural } from '@/components/ui/format'
import { templatePacks } from '@/lib/normalization/templates/intent-templates'
import { CreatedFromTemplates } from '@/lib/normalization/templates/schema'

type IntentsStepProps = { count: number; onDone: () => Promise<unknown> }

/** The first intents: ready ones, or those of the team's own log. */
export function IntentsStep({ count, onDone }: IntentsStepProps) {
  const client = useQueryClient()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const create = useMutation({
    mutationFn: async () => {
      const body = { keys: [...chosen] }
      const outcome = await api('POST', '/api/console/intents/templates', CreatedFromTemplates, { body })
      await onDone()
      return outcome
    },
    onSuccess: ({ made, refused }) => {
      setChosen(new Set())
      void client.invalidateQueries({ queryKey: ['normalizer', 'intents'] })
      if (made.length > 0) toast.success(`${plural(made.length, 'intent')} made`)
      for (const { key, detail } of refused) toast.error(`${key} was left out`, { description: detail })
    },
  })
  const skip = useMutation({ mutationFn: onDone })
  const toggle = (key: string, on: boolean) =>
    setChosen((was) => {
      const next = new Set(was)
      if (on) next.add(key)
      else next.delete(key)
      return next
    })
  const failed = create.error ?? skip.error
  return (
    <div className="flex flex-col gap-5">
      <p className="max-w-[68ch] text-base text-ink-2">
        An intent is what a question is after. Start with ready ones and set them right later, or let{' '}
        <Link href="/normalizer/opportunity" className="text-accent-text underline">
          a log of your own questions
        </Link>{' '}
        say which ones are worth it.
      </p>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {templatePacks.map((pack) => (
          <fieldset key={pack.id} className="flex flex-col gap-2">
            <legend className="mb-1.5">
              <span className="text-base font-medium">{pack.title}</span>{' '}
              <span className="text-sm text-ink-3">{pack.about}</span>
            </legend>
            {pack.intents.map((intent) => (
              <CheckboxLine
                key={intent.key}
                checked={chosen.has(intent.key)}
                onChange={(on) => toggle(intent.key, on)}
              >
                {intent.title}{' '}
                <span className="text-sm text-ink-3">{plural(intent.phrasings.length, 'phrasing')}</span>
              </CheckboxLine>
            ))}
          </fieldset>
        ))}
      </div>
      {failed && (
        <p role="alert" className="text-base text-bad-text">
          {problemText(failed)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          disabled={chosen.size === 0}
          busy={create.isPending}
          onClick={() => create.mutate()}
        >
          {chosen.size === 0 ? 'Create the chosen' : `Create ${plural(chosen.size, 'intent')}`}
        </Button>
        <Button variant="quiet" busy={skip.isPending} onClick={() => skip.mutate()}>
          {count > 0 ? `Go on with ${plural(count, 'intent')}` : 'Later'}
        </Button>
      </div>
    </div>
  )
}
