import { route } from '@/lib/server/http/route'

export const dynamic = 'force-dynamic'

export const GET = route(
  {
    method: 'GET',
    path: '/api/health/live',
    summary: 'Is the process alive?',
    access: { by: 'public', why: 'orchestrators ask without credentials; it says nothing but "alive"' },
  },
  () => ({ status: 'alive' }),
)
