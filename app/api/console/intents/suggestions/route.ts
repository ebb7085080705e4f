import { z } from 'zod'
import { PhrasingSuggestion } from '@/lib/normalization/intents/schema'
import { suggestForReview } from '@/lib/normalization/intents/suggest-for-review'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/intents/suggestions',
    summary: 'Recent questions whose approval as a phrasing would teach the classifier most',
    access: { by: 'session', permission: 'view' },
    query: z.object({
      intent: z.string().max(64).optional(),
      limit: z.coerce.number().int().min(1).max(50).default(12),
    }),
    response: z.object({ items: z.array(PhrasingSuggestion), next_cursor: z.null() }),
  },
  async ({ app, call, principal, query }) => ({
    items: await suggestForReview(app.normalization, { principal, request_id: call.requestId }, query),
    next_cursor: null,
  }),
)
