import { openai } from '@/lib/gateway/protocol'
import { answerThroughGateway, gatewayBodyLimit } from '@/lib/server/gateway-route'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/v1/chat/completions',
    summary: 'OpenAI-compatible chat completions; shares the cache with /v1/messages.',
    access: { by: 'key', scope: 'lookup' },
    errors: 'openai',
    bodyLimit: gatewayBodyLimit,
  },
  ({ call, app, workspaceId }) => answerThroughGateway(call, app, workspaceId, openai),
)
