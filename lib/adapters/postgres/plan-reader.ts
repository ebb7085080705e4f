import { notFound } from '@/lib/kernel/errors'
import { planOf, type Plan } from '@/lib/workspaces/plans'
import type { Scoped } from './database'

export async function readPlan({ db, workspaceId }: Scoped): Promise<Plan> {
  const row = await db.workspace.findUnique({ where: { id: workspaceId }, select: { plan: true } })
  if (!row) throw notFound('The workspace')
  return planOf(row.plan)
}
