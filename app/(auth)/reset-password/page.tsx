import { Link2Off } from 'lucide-react'
import type { Metadata } from 'next'
import { ResetPasswordForm } from '@/components/auth/reset-password-form'
import { EmptyState } from '@/components/ui/empty-state'

export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer' }

type Search = Promise<{ token?: string | string[] }>

export default async function ResetPasswordPage({ searchParams }: { searchParams: Search }) {
  const { token } = await searchParams
  if (typeof token === 'string' && token !== '') return <ResetPasswordForm token={token} />
  return (
    <EmptyState icon={Link2Off} tone="bad" title="This link is incomplete">
      Open the whole link you were sent, or ask an admin of the workspace for a new one.
    </EmptyState>
  )
}
