import { z } from 'zod'
import { exportEntries } from '@/lib/entries/export-entries'
import { route } from '@/lib/server/http/route'

const types = { jsonl: 'application/x-ndjson', csv: 'text/csv; charset=utf-8' } as const

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/entries/export',
    summary: 'Live answers as JSONL or CSV',
    access: { by: 'session', permission: 'view' },
    query: z.object({ format: z.enum(['jsonl', 'csv']).default('jsonl') }),
  },
  async ({ app, call, principal, query: { format } }) => ({
    status: 200,
    headers: {
      'content-type': types[format],
      'content-disposition': `attachment; filename="entries.${format}"`,
      'cache-control': 'no-store',
    },
    body: await exportEntries(app.review.entries, { principal, request_id: call.requestId }, format),
  }),
)
