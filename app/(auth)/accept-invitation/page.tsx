import { MailX } from 'lucide-react'
import type { Metadata } from 'next'
import { AcceptInvitationForm } from '@/components/auth/accept-invitation-form'
import { EmptyState } from '@/components/ui/empty-state'

export const metadata: Metadata = { title: 'Accept invitation', referrer: 'no-referrer' }

type Search = Promise<{ token?: string | string[] }>

export default async function AcceptInvitationPage({ searchParams }: { searchParams: Search }) {
  const { token } = await searchParams
  if (typeof token === 'string' && token !== '') return <AcceptInvitationForm token={token} />
  return (
    <EmptyState icon={MailX} tone="bad" title="This link is incomplete">
      Open the whole link from your invitation, or ask an admin of the workspace for a new one.
    </EmptyState>
  )
}
