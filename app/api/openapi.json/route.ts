import { publicHandlers } from '@/app/public-handlers'
import { openapi } from '@/lib/server/http/openapi'
import { route } from '@/lib/server/http/route'

export const dynamic = 'force-dynamic'

export const GET = route(
  {
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This description.',
    access: { by: 'public', why: 'documentation of a public contract' },
  },
  () => openapi(publicHandlers),
)
