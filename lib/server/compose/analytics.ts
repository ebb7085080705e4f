import { analyticsReader } from '@/lib/adapters/postgres/analytics-reader'
import type { AnalyticsDeps } from '@/lib/usage/read-analytics'
import type { Base } from '../base'

export type AnalyticsParts = AnalyticsDeps

export function composeAnalytics(base: Base): AnalyticsParts {
  return {
    clock: base.clock,
    reader: (workspaceId) => analyticsReader({ db: base.db.prisma, workspaceId }),
  }
}
