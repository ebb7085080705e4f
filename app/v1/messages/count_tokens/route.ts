import { asReply, gatewayBodyLimit, readPassRequest } from '@/lib/server/gateway-route'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/v1/messages/count_tokens',
    summary: 'Anthropic-compatible token counting; always asks the model provider.',
    access: { by: 'key', scope: 'lookup' },
    errors: 'anthropic',
    bodyLimit: gatewayBodyLimit,
  },
  async ({ call, app, workspaceId }) => {
    const request = await readPassRequest(call, workspaceId, 'anthropic', 'count_tokens')
    return asReply(await app.gateway.pass(request), 'anthropic', call)
  },
)
