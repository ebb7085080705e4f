import { exportLog } from '@/lib/audit/export-log'
import { recordExport } from '@/lib/audit/record-export'
import type { Reply } from '@/lib/server/call'
import { route } from '@/lib/server/route'

export const dynamic = 'force-dynamic'

export const GET = route(
  {
    method: 'GET',
    path: '/api/v1/audit/export',
    summary: 'The whole log as JSON lines, with checkpoints and public keys. The export is itself an event.',
    access: { by: 'key_or_session', scope: 'audit', permission: 'audit.export' },
  },
  async ({ app, workspaceId, principal, call }): Promise<Reply> => {
    await app.db.transaction((tx) =>
      recordExport(
        { append: (event) => app.audit.log.append(tx, workspaceId, event) },
        principal,
        call.requestId,
      ),
    )
    await app.audit.sign(workspaceId, { force: true })
    return {
      status: 200,
      headers: {
        'content-type': 'application/jsonl; charset=utf-8',
        'content-disposition': `attachment; filename="audit-${workspaceId}.jsonl"`,
        'cache-control': 'no-store',
      },
      body: exportLog({ log: app.audit.log, clock: app.clock }, { workspaceId }),
    }
  },
)
