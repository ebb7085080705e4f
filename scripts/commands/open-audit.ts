import { composeAudit } from '../../lib/server/compose/audit'
import { exportAudit } from '../../lib/server/downloads/export-audit'
import type { OpenedAudit } from './audit'
import { openDeployment } from './open-deployment'

const actor = { type: 'system' as const, id: 'command-line', label: 'command line' }

/** The audit log of a workspace of this deployment, by slug or id; null when there is none. */
export async function openAudit(workspace: string): Promise<OpenedAudit | null> {
  const { base, close } = await openDeployment()
  const row = await base.db.prisma.workspace.findFirst({
    where: { OR: [{ id: workspace }, { slug: workspace }] },
    select: { id: true },
  })
  if (!row) {
    await close()
    return null
  }
  const audit = composeAudit(base)
  return {
    log: audit.log,
    workspaceId: row.id,
    async beforeExport() {
      await exportAudit({ ...base, audit }, { workspaceId: row.id, actor, requestId: null })
    },
    async close() {
      await audit.close()
      await close()
    },
  }
}
