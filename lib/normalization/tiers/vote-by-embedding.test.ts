import { describe, expect, it } from 'vitest'
import type { IntentSpec } from '../schema'
import { embeddingTier, type Embedder, type VectorStore } from './vote-by-embedding'

const intent = (key: string, phrasings: string[], status: IntentSpec['status'] = 'approved'): IntentSpec => ({
  key,
  phrasings,
  patterns: [],
  slots: [],
  status,
})

/** Words are axes: texts that share words are near. */
const axes = ['stop', 'order', 'purchase', 'where', 'parcel', 'weather']
function vectorOf(text: string): Float32Array {
  const values = axes.map((axis) => (text.includes(axis) ? 1 : 0))
  const norm = Math.hypot(...values) || 1
  return Float32Array.from(values, (value) => value / norm)
}

function bench() {
  const embedded: string[] = []
  const saved = new Map<string, Float32Array>()
  const embedder: Embedder = {
    model: 'words',
    embed: async (_, texts) => {
      embedded.push(...texts)
      return { vectors: texts.map(vectorOf), cost_usd: 0.5 }
    },
  }
  const store: VectorStore = {
    load: async (_, __, texts) =>
      new Map(texts.flatMap((text) => (saved.has(text) ? [[text, saved.get(text)!]] : []))),
    save: async (_, __, vectors) => vectors.forEach((vector, text) => void saved.set(text, vector)),
  }
  return { embedded, tier: () => embeddingTier(embedder, store) }
}

const intents = [
  intent('cancel_order', ['stop order', 'stop purchase', 'stop order purchase']),
  intent('track_order', ['where parcel', 'where order', 'where order parcel']),
  intent('small_talk', ['weather', 'weather where', 'where weather parcel'], 'rejected'),
]
const question = (text: string) => ({ workspaceId: 'ws_1', text, intents, releaseHash: 'r1' })

describe('embeddingTier', () => {
  it('a majority with a quorum decides, and the vote is on record', async () => {
    const answer = await bench().tier().place(question('stop order purchase now'))
    expect(answer).toMatchObject({ key: 'cancel_order', cost_usd: 0.5 })
    expect(answer?.vote).toMatchObject({ model: 'words', votes: { cancel_order: 3 } })
  })

  it('a rejected class that wins means none', async () => {
    expect(await bench().tier().place(question('weather where'))).toMatchObject({ key: null })
  })

  it('without a quorum it leaves the question to the next tier', async () => {
    expect(await bench().tier().place(question('gardening'))).toBeNull()
  })

  it('phrasings are embedded once, across restarts as well', async () => {
    const { embedded, tier } = bench()
    const first = tier()
    await first.place(question('stop order'))
    await first.place(question('where order'))
    await tier().place(question('where order'))
    expect(embedded.filter((text) => text === 'stop purchase')).toHaveLength(1)
  })
})
