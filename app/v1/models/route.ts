import { asReply, readPassRequest, wireOf } from '@/lib/server/gateway-route'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/v1/models',
    summary:
      'The model provider’s list, in Anthropic’s shape with an anthropic-version header, else in OpenAI’s.',
    access: { by: 'key', scope: 'lookup' },
    errors: 'anthropic',
  },
  async ({ call, app, workspaceId }) => {
    const wire = wireOf(call)
    return asReply(
      await app.gateway.pass(await readPassRequest(call, workspaceId, wire, 'list_models')),
      wire,
      call,
    )
  },
)
