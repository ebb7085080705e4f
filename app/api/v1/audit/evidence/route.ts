import { EvidencePeriod } from '@/lib/audit/evidence/schema'
import { actorOf } from '@/lib/entries/actor'
import type { Reply } from '@/lib/server/http/call'
import { exportEvidence } from '@/lib/server/downloads/export-evidence'
import { route } from '@/lib/server/http/route'
import { tarOf } from '@/lib/server/downloads/tar'

export const dynamic = 'force-dynamic'

export const GET = route(
  {
    method: 'GET',
    path: '/api/v1/audit/evidence',
    summary: 'What an auditor asks for in a period: CSV files and a signed manifest, as a tar archive',
    access: { by: 'session', permission: 'audit.export', stepUp: true },
    query: EvidencePeriod,
  },
  async ({ app, workspaceId, principal, call, query }): Promise<Reply> => {
    const request = { workspaceId, actor: actorOf(principal), requestId: call.requestId, period: query }
    const pack = await exportEvidence(app, request)
    return {
      status: 200,
      headers: {
        'content-type': 'application/x-tar',
        'content-disposition': `attachment; filename="evidence-${query.from.slice(0, 10)}-${query.to.slice(0, 10)}.tar"`,
        'cache-control': 'no-store',
      },
      body: tarOf(pack, app.clock.now()),
    }
  },
)
