import { formatUsd } from '@/lib/kernel/money'
import type { HelperLine, Statement } from '@/lib/usage/statement-schema'

export type StatementLine = {
  what: string
  requests: number | null
  input_tokens: number | null
  output_tokens: number | null
  usd: number
  /** Charged by this deployment; the rest is paid to others, or tells how it comes about. */
  due: boolean
}

const helperWords: Record<HelperLine['reason'], string> = {
  intent_classifier: 'Model: which intent a question has',
  embedding: 'Embeddings',
  assistant_review: 'Model: reviewers’ assistant',
  hit_opinion: 'Model: opinions on sampled hits',
}

/** A statement as rows: what the page shows and the file holds. */
export function statementLines(statement: Statement): StatementLine[] {
  const none = { requests: null, input_tokens: null, output_tokens: null }
  return [
    {
      ...none,
      what: 'Hits at the metered price',
      requests: statement.hits,
      usd: statement.metered_usd,
      due: true,
    },
    ...statement.adjustments.map((one) => ({ ...none, what: one.note, usd: one.amount_usd, due: true })),
    { ...none, what: 'Due', usd: statement.due_usd, due: true },
    ...statement.models.map(({ model, cost_usd, ...counts }) => ({
      what: `Model: ${model}`,
      ...counts,
      usd: cost_usd,
      due: false,
    })),
    ...statement.helpers.map(({ reason, requests, cost_usd }) => ({
      ...none,
      what: helperWords[reason],
      requests,
      usd: cost_usd,
      due: false,
    })),
  ]
}

/** A statement shows what it adds up: all eight decimals where there are any beyond cents. */
export function exactUsd(amount: number): string {
  const text = formatUsd(Math.abs(amount))
  const [whole = '0', part = ''] = text.split('.')
  const sign = amount < 0 ? '−' : ''
  return `${sign}$${Number(whole).toLocaleString('en-US')}.${part.padEnd(2, '0')}`
}
