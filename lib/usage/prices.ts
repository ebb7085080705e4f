import { roundUsd } from '@/lib/kernel/money'

/** List prices in USD for a million tokens. */
export type ModelPrice = { model: string; from: string; input: number; output: number }

export type PricedUsage = {
  inputTokens: number
  outputTokens: number
  cacheReadTokens?: number
  cacheWriteTokens?: number
}

/**
 * Vendors' public list prices as of November 2026, by prefix of the model's name and the day they began to hold. A workspace
 * with a contract of its own overrides them. Longest prefix wins; among equals the newest that holds.
 */
export const listPrices: readonly ModelPrice[] = [
  { model: 'claude-fable-5', from: '2026-06-01', input: 10, output: 50 },
  { model: 'claude-opus-5-5', from: '2026-09-01', input: 4, output: 20 },
  { model: 'claude-opus-5', from: '2026-07-24', input: 5, output: 25 },
  { model: 'claude-opus-4-8', from: '2026-01-01', input: 5, output: 25 },
  { model: 'claude-opus-4-7', from: '2026-01-01', input: 5, output: 25 },
  { model: 'claude-opus-4-6', from: '2026-01-01', input: 5, output: 25 },
  { model: 'claude-opus-4-5', from: '2025-11-24', input: 5, output: 25 },
  { model: 'claude-opus-4', from: '2025-05-22', input: 15, output: 75 },
  { model: 'claude-opus', from: '2026-07-24', input: 5, output: 25 },
  { model: 'claude-3-opus', from: '2024-02-29', input: 15, output: 75 },
  { model: 'claude-sonnet-5', from: '2026-06-30', input: 2, output: 10 },
  { model: 'claude-sonnet-4', from: '2025-05-22', input: 3, output: 15 },
  { model: 'claude-sonnet', from: '2025-05-22', input: 3, output: 15 },
  { model: 'claude-3-7-sonnet', from: '2025-02-24', input: 3, output: 15 },
  { model: 'claude-3-5-sonnet', from: '2024-06-20', input: 3, output: 15 },
  { model: 'claude-haiku-5-5', from: '2026-10-07', input: 0.1, output: 0.5 },
  { model: 'claude-haiku-4-5', from: '2025-10-15', input: 1, output: 5 },
  { model: 'claude-haiku', from: '2025-10-15', input: 1, output: 5 },
  { model: 'claude-3-5-haiku', from: '2024-11-04', input: 0.8, output: 4 },
  { model: 'claude-3-haiku', from: '2024-03-07', input: 0.25, output: 1.25 },
  { model: 'gpt-6-luna', from: '2026-01-01', input: 0.1, output: 0.5 },
  { model: 'gpt-6', from: '2026-01-01', input: 2, output: 10 },
  { model: 'gpt-5-nano', from: '2025-08-07', input: 0.05, output: 0.4 },
  { model: 'gpt-5-mini', from: '2025-08-07', input: 0.25, output: 2 },
  { model: 'gpt-5', from: '2025-08-07', input: 1.25, output: 10 },
  { model: 'gpt-4.1-nano', from: '2025-04-14', input: 0.1, output: 0.4 },
  { model: 'gpt-4.1-mini', from: '2025-04-14', input: 0.4, output: 1.6 },
  { model: 'gpt-4.1', from: '2025-04-14', input: 2, output: 8 },
  { model: 'gpt-4o-mini', from: '2024-07-18', input: 0.15, output: 0.6 },
  { model: 'gpt-4o', from: '2024-10-02', input: 2.5, output: 10 },
  { model: 'text-embedding-3-large', from: '2024-01-25', input: 0.13, output: 0 },
  { model: 'text-embedding-3-small', from: '2024-01-25', input: 0.02, output: 0 },
  // The demo model costs nothing; it is priced like the model it stands in for, so that figures mean something.
  { model: 'l0-demo-model', from: '2025-01-01', input: 3, output: 15 },
]

/** For models nobody listed: a mid-range price is a better guess than nothing. */
const defaultPrice: ModelPrice = { model: '', from: '2025-01-01', input: 3, output: 15 }

/** For embeddings nobody listed. */
export const defaultEmbeddingPrice: ModelPrice = { model: '', from: '2025-01-01', input: 0.02, output: 0 }

/** The prices one workspace reckons with: its own before the list. */
export type PriceBook = { priceOf(model: string, at: Date, otherwise?: ModelPrice): ModelPrice }

const maxRemembered = 1_000

/**
 * Remembers what it found until the next price begins to hold: a hit asks each time. `own` prices are looked at before
 * the list, whatever their prefix.
 */
export function priceBook(own: readonly ModelPrice[]): PriceBook {
  const turns = [...own, ...listPrices].map(({ from }) => Date.parse(from)).sort((a, b) => a - b)
  let found = new Map<string, ModelPrice | null>()
  let fromMs = 0
  let untilMs = 0
  return {
    priceOf(model, at, otherwise = defaultPrice) {
      const atMs = at.getTime()
      if (atMs < fromMs || atMs >= untilMs || found.size >= maxRemembered) {
        found = new Map()
        fromMs = turns.findLast((turn) => turn <= atMs) ?? -Infinity
        untilMs = turns.find((turn) => turn > atMs) ?? Infinity
      }
      let price = found.get(model)
      if (price === undefined) found.set(model, (price = search(model, at, own)))
      return price ?? otherwise
    },
  }
}

/** Without prices of a workspace's own. */
export const listed: PriceBook = priceBook([])

/** The price of `model` at `at`; `own` prices are looked at before the list. */
export function priceOf(model: string, at: Date, own: readonly ModelPrice[] = []): ModelPrice {
  return search(model, at, own) ?? defaultPrice
}

function search(model: string, at: Date, own: readonly ModelPrice[]): ModelPrice | null {
  const name = model
    .toLowerCase()
    .split('/')
    .at(-1)!
    .replace(/^(?:[a-z]+\.)+/, '')
  return bestMatch(own, name, at) ?? bestMatch(listPrices, name, at)
}

function bestMatch(prices: readonly ModelPrice[], name: string, at: Date): ModelPrice | null {
  let best: ModelPrice | null = null
  for (const price of prices) {
    if (!name.startsWith(price.model) || Date.parse(price.from) > at.getTime()) continue
    const longer = !best || price.model.length > best.model.length
    if (longer || (price.model === best?.model && price.from > best.from)) best = price
  }
  return best
}

/**
 * Cost in USD, to eight decimals: what the header says is what the ledger adds up. Prompt caches: reads a tenth of the
 * input price, writes five quarters (both vendors' order).
 */
export function costUsd(price: ModelPrice, usage: PricedUsage): number {
  const input = usage.inputTokens + 0.1 * (usage.cacheReadTokens ?? 0) + 1.25 * (usage.cacheWriteTokens ?? 0)
  return roundUsd((input * price.input + usage.outputTokens * price.output) / 1_000_000)
}
