import type { Question } from './parse-questions'
import { costUsd, priceOf, type ModelPrice } from './prices'

/** What a served answer costs for a thousand, as `cost_usd` of a hit says by default. */
export const usdPer1kHits = 0.1
/** For logs without token counts: a support question with a short system prompt, and a paragraph back. */
const assumedTokens = { inputTokens: 600, outputTokens: 250 }

export type LogPrice = {
  usd_per_1k_requests: number
  input_tokens: number
  output_tokens: number
  /** How many rows the mean is over; 0: the tokens are assumed. */
  counted_rows: number
  /** The price list's name of it; empty for an unknown model. */
  model: string
}

/** What a thousand of these questions cost at the price of `model`; `own` prices come before the list. */
export function priceOfLog(
  rows: readonly Question[],
  model: string,
  at: Date,
  own: readonly ModelPrice[] = [],
): LogPrice {
  const price = priceOf(model, at, own)
  const counted = rows.filter((row) => row.input_tokens !== undefined && row.output_tokens !== undefined)
  const mean = (field: 'input_tokens' | 'output_tokens') =>
    counted.reduce((sum, row) => sum + row[field]!, 0) / counted.length
  const usage =
    counted.length > 0
      ? { inputTokens: mean('input_tokens'), outputTokens: mean('output_tokens') }
      : assumedTokens
  return {
    usd_per_1k_requests: costUsd(price, usage) * 1_000,
    input_tokens: Math.round(usage.inputTokens),
    output_tokens: Math.round(usage.outputTokens),
    counted_rows: counted.length,
    model: price.model,
  }
}
