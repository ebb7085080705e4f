import { asReply, readPassRequest, wireOf } from '@/lib/server/gateway-route'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/v1/models/{id}',
    summary: 'One model, as its provider describes it.',
    access: { by: 'key', scope: 'lookup' },
    errors: 'anthropic',
  },
  async ({ call, app, workspaceId }) => {
    const wire = wireOf(call)
    return asReply(
      await app.gateway.pass(await readPassRequest(call, workspaceId, wire, 'get_model')),
      wire,
      call,
    )
  },
)
