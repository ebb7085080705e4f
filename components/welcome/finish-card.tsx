'use client'

import { useMutation } from '@tanstack/react-query'
import { PartyPopper } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { problemText } from '@/components/data/problem'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'

const links = [
  {
    href: '/normalizer/releases',
    title: 'Train a release',
    text: 'The intents are recognised once a release with them is live.',
  },
  {
    href: '/queue',
    title: 'Approve an answer',
    text: 'What the model answered waits in the queue; only approved answers are served.',
  },
  {
    href: '/settings/workspace',
    title: 'Go live',
    text: 'A new workspace is in shadow mode: it says what it would serve, and serves nothing.',
  },
  {
    href: '/settings/people',
    title: 'Invite reviewers',
    text: 'High risk takes two people, none of them the author.',
  },
] as const

export function FinishCard({ onFinish }: { onFinish: () => Promise<unknown> }) {
  const router = useRouter()
  const finish = useMutation({ mutationFn: onFinish, onSuccess: () => router.push('/queue') })
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          <PartyPopper aria-hidden className="size-4 text-good-text" />
          It runs. What comes next
        </span>
      }
      footer={
        <>
          {finish.error && (
            <p role="alert" className="mr-auto text-base text-bad-text">
              {problemText(finish.error)}
            </p>
          )}
          <Button
            variant="primary"
            className="ml-auto"
            busy={finish.isPending}
            onClick={() => finish.mutate()}
          >
            Finish
          </Button>
        </>
      }
    >
      <ul className="grid gap-4 sm:grid-cols-2">
        {links.map(({ href, title, text }) => (
          <li key={href}>
            <Link href={href} className="text-base font-medium text-accent-text hover:underline">
              {title}
            </Link>
            <p className="text-sm text-ink-2">{text}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
