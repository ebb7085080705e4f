import { analyticsReader } from '@/lib/adapters/postgres/analytics-reader'
import { modelPriceUnit } from '@/lib/adapters/postgres/model-price-store'
import { statementReader } from '@/lib/adapters/postgres/statement-reader'
import type { ModelPriceDeps } from '@/lib/usage/model-prices-ports'
import type { AnalyticsDeps } from '@/lib/usage/read-analytics'
import type { StatementDeps } from '@/lib/usage/statement-ports'
import type { Base } from '../base'

export type AnalyticsParts = AnalyticsDeps & StatementDeps & { prices: ModelPriceDeps }

export function composeAnalytics(base: Base, nudge: () => void): AnalyticsParts {
  const { clock } = base
  return {
    clock,
    reader: (workspaceId) => analyticsReader({ db: base.db.prisma, workspaceId }),
    statements: (workspaceId) => statementReader({ db: base.db.prisma, workspaceId }),
    prices: { clock, nudge, ...modelPriceUnit(base.db, () => clock.now()) },
  }
}
