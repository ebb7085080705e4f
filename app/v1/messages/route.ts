import { anthropic } from '@/lib/gateway/protocol'
import { answerThroughGateway, gatewayBodyLimit } from '@/lib/server/gateway-route'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/v1/messages',
    summary: 'Anthropic-compatible Messages, answered from approved entries where there is one.',
    access: { by: 'key', scope: 'lookup' },
    errors: 'anthropic',
    bodyLimit: gatewayBodyLimit,
  },
  ({ call, app, workspaceId }) => answerThroughGateway(call, app, workspaceId, anthropic),
)
