'use client'

import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { ListChecks } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useMay } from '@/components/shell/me'
import { onboardingQuery } from './queries'

/** In the sidebar of admins until the first steps are finished or put away. */
export function FirstStepsLink({ onNavigate }: { onNavigate?: () => void }) {
  const mayManage = useMay('policy.manage')
  const current = usePathname() === '/welcome'
  const { data } = useQuery({ ...onboardingQuery(), enabled: mayManage })
  if (!data?.open) return null
  const done = data.steps.filter((step) => step.done).length
  return (
    <Link
      href="/welcome"
      onClick={onNavigate}
      aria-current={current ? 'page' : undefined}
      className={clsx(
        'flex h-8.5 items-center gap-2.5 rounded-md px-2.5 text-base transition-colors',
        current ? 'bg-press font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      <ListChecks aria-hidden className="size-4 text-accent-text" />
      <span className="flex-1">First steps</span>
      <span className={clsx('text-sm tabular-nums', current ? 'text-ink-2' : 'text-ink-3')}>
        {done}/{data.steps.length}
        <span className="sr-only"> done</span>
      </span>
    </Link>
  )
}
