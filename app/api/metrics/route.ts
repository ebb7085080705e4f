import { equalInConstantTime } from '@/lib/kernel/hash'
import { L0Error } from '@/lib/kernel/errors'
import { route } from '@/lib/server/http/route'

export const dynamic = 'force-dynamic'

export const GET = route(
  {
    method: 'GET',
    path: '/api/metrics',
    summary: 'Prometheus metrics. With METRICS_TOKEN set, a Bearer token is asked for.',
    access: { by: 'public', why: 'scrapers; counts only, no text, no workspace; METRICS_TOKEN locks it' },
  },
  async ({ app, call }) => {
    const token = app.env.METRICS_TOKEN
    if (token && !equalInConstantTime(call.header('authorization') ?? '', `Bearer ${token}`)) {
      throw new L0Error('unauthenticated', 'Send the metrics token.')
    }
    const { registry } = app.metrics
    return { status: 200, headers: { 'content-type': registry.contentType }, body: await registry.metrics() }
  },
)
