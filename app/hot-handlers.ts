import type { RouteHandler } from '@/lib/server/http/route'
import { GET as live } from './api/health/live/route'
import { GET as ready } from './api/health/ready/route'
import { GET as metrics } from './api/metrics/route'
import { POST as lookup } from './api/v1/lookup/route'
import { POST as normalize } from './api/v1/normalize/route'
import { POST as chatCompletions } from './v1/chat/completions/route'
import { POST as messages } from './v1/messages/route'
import { POST as countTokens } from './v1/messages/count_tokens/route'
import { GET as models } from './v1/models/route'
import { GET as model } from './v1/models/[id]/route'

/** Routes the server entry answers before Next's router, by the functions Next would call. */
export const hotHandlers: RouteHandler[] = [
  lookup,
  messages,
  chatCompletions,
  normalize,
  countTokens,
  models,
  model,
  live,
  ready,
  metrics,
]
