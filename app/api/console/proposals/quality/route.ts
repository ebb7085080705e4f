import { QualityQuery, ReviewQuality } from '@/lib/proposals/quality/quality-schema'
import { reviewQuality } from '@/lib/proposals/quality/review-quality'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/proposals/quality',
    summary: 'How well and how fast proposals are reviewed',
    access: { by: 'session', permission: 'audit.view' },
    query: QualityQuery,
    response: ReviewQuality,
  },
  ({ app, principal, query }) => reviewQuality(app.review.review, principal, query.days),
)
