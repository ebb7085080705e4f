import { json } from '@/lib/server/http/call'
import { checkHealth } from '@/lib/server/check-health'
import { route } from '@/lib/server/http/route'

export const dynamic = 'force-dynamic'

export const GET = route(
  {
    method: 'GET',
    path: '/api/health/ready',
    summary: 'Can this instance serve hits? Names the state of each dependency.',
    access: {
      by: 'public',
      why: 'load balancers ask without credentials; it names dependencies, not addresses',
    },
  },
  async ({ app }) => {
    const health = await checkHealth(app)
    return json(health, health.status === 'down' ? 503 : 200)
  },
)
