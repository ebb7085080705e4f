import { actorOf } from '@/lib/entries/actor'
import type { Reply } from '@/lib/server/http/call'
import { exportAudit } from '@/lib/server/downloads/export-audit'
import { route } from '@/lib/server/http/route'

export const dynamic = 'force-dynamic'

export const GET = route(
  {
    method: 'GET',
    path: '/api/v1/audit/export',
    summary: 'The whole log as JSON lines, with checkpoints and public keys. The export is itself an event.',
    access: { by: 'key_or_session', scope: ['review', 'audit'], permission: 'audit.export' },
  },
  async ({ app, workspaceId, principal, call }): Promise<Reply> => ({
    status: 200,
    headers: {
      'content-type': 'application/jsonl; charset=utf-8',
      'content-disposition': `attachment; filename="audit-${workspaceId}.jsonl"`,
      'cache-control': 'no-store',
    },
    body: await exportAudit(app, { workspaceId, actor: actorOf(principal), requestId: call.requestId }),
  }),
)
