import { canonicalText } from '../canonical'
import { extractEntities, maskEntities } from '../entities'
import type { IntentSpec } from '../schema'
import { nearest, type Neighbour } from './nearest'
import type { Tier, TierAnswer, TierQuestion } from './tier'

/** Turns texts into unit vectors of one length; the same text gives the same vector. */
export type Embedder = {
  model: string
  embed(workspaceId: string, texts: readonly string[]): Promise<{ vectors: Float32Array[]; cost_usd: number }>
}

/** Vectors that were paid for already. */
export type VectorStore = {
  load(workspaceId: string, model: string, texts: readonly string[]): Promise<Map<string, Float32Array>>
  save(workspaceId: string, model: string, vectors: ReadonlyMap<string, Float32Array>): Promise<void>
}

export type VotingRules = {
  neighbours: number
  /** Votes the winner needs among the neighbours. */
  quorum: number
  /** Cosine below which a neighbour does not vote. */
  leastSimilarity: number
}

const defaults: VotingRules = { neighbours: 5, quorum: 3, leastSimilarity: 0.6 }
const batchSize = 128
const maxIndexes = 20
/** Beyond this a workspace's index is not kept in memory; the next tier is asked instead. */
const maxExamples = 100_000

type Example = { key: string; vector: Float32Array }
type Index = { releaseHash: string; examples: Promise<Example[]> }

/**
 * The nearest approved and rejected phrasings vote; a majority with a quorum decides, everything else is left to
 * the next tier. The vectors of a release's phrasings stand in memory, compared by brute force.
 */
export function embeddingTier(
  embedder: Embedder,
  store: VectorStore,
  rules: Partial<VotingRules> = {},
): Tier {
  const { neighbours, quorum, leastSimilarity } = { ...defaults, ...rules }
  const indexes = new Map<string, Index>()
  const indexOf = (question: TierQuestion): Promise<Example[]> => {
    const known = indexes.get(question.workspaceId)
    if (known?.releaseHash === question.releaseHash) return known.examples
    if (indexes.size >= maxIndexes) indexes.delete(indexes.keys().next().value!)
    const examples = buildIndex(embedder, store, question)
    indexes.set(question.workspaceId, { releaseHash: question.releaseHash, examples })
    examples.catch(() => indexes.delete(question.workspaceId))
    return examples
  }
  return {
    source: 'embedding',
    async place(question) {
      const count = question.intents.reduce((sum, { phrasings }) => sum + phrasings.length, 0)
      if (count === 0 || count > maxExamples) return null
      const examples = await indexOf(question)
      const { vectors, cost_usd } = await embedder.embed(question.workspaceId, [question.text])
      const close = nearest(vectors[0]!, examples, neighbours).filter(
        ({ similarity }) => similarity >= leastSimilarity,
      )
      return decide(close, question.intents, { quorum, model: embedder.model, cost_usd })
    },
  }
}

function decide(
  close: readonly Neighbour[],
  intents: readonly IntentSpec[],
  { quorum, model, cost_usd }: { quorum: number; model: string; cost_usd: number },
): TierAnswer | null {
  const votes = new Map<string, number>()
  for (const { key } of close) votes.set(key, (votes.get(key) ?? 0) + 1)
  const [winner] = [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  // A majority of those who voted, and enough of them.
  if (!winner || winner[1] < quorum || winner[1] * 2 <= close.length) return null
  const rejected = intents.find(({ key }) => key === winner[0])?.status === 'rejected'
  const neighbours = close.map(({ key, similarity }) => ({
    key,
    similarity: Math.round(similarity * 1e4) / 1e4,
  }))
  return {
    key: rejected ? null : winner[0],
    vote: { model, quorum, votes: Object.fromEntries(votes), neighbours },
    cost_usd,
  }
}

async function buildIndex(
  embedder: Embedder,
  store: VectorStore,
  question: TierQuestion,
): Promise<Example[]> {
  const { workspaceId, intents } = question
  const texts = new Map<string, string>()
  for (const { key, phrasings, slots } of intents) {
    for (const phrasing of phrasings) {
      const text = canonicalText(maskEntities(phrasing, extractEntities(phrasing, slots)))
      if (text !== '') texts.set(text, key)
    }
  }
  const known = await store.load(workspaceId, embedder.model, [...texts.keys()])
  const missing = [...texts.keys()].filter((text) => !known.has(text))
  for (let at = 0; at < missing.length; at += batchSize) {
    const batch = missing.slice(at, at + batchSize)
    const { vectors } = await embedder.embed(workspaceId, batch)
    const made = new Map(batch.map((text, index) => [text, vectors[index]!]))
    await store.save(workspaceId, embedder.model, made)
    for (const [text, vector] of made) known.set(text, vector)
  }
  return [...texts].map(([text, key]) => ({ key, vector: known.get(text)! }))
}
