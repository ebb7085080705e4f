import type { Metadata } from 'next'
import { PlanView } from '@/components/settings/plan-view'

export const metadata: Metadata = { title: 'Plan and usage' }

export default function PlanPage() {
  return <PlanView />
}
