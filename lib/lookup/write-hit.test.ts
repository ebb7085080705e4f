import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LookupHit } from './schema'
import { writeHit } from './write-hit'

const text = fc.string({ unit: 'binary' })
const hits: fc.Arbitrary<LookupHit> = fc.record({
  status: fc.constant('hit' as const),
  key: text,
  entities: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/), text),
  answer: text,
  entry: fc.record({ id: text, version: fc.nat(), approved_at: text }),
  normalizer: fc.record({
    name: fc.constantFrom('rules', 'classifier', 'memo', 'pass_through'),
    version: text,
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  cache_tier: fc.constant('L0_CACHE' as const),
  cost_usd: fc.double({ min: 0, max: 1e6, noNaN: true }),
  latency_ms: fc.double({ min: 0, max: 1e6, noNaN: true }),
  hit_id: fc.stringMatching(/^hit_[0-9a-z.]{1,20}[\w-]{8}$/),
})

it('writes a hit exactly as JSON.stringify does', () => {
  fc.assert(
    fc.property(hits, (hit) => {
      const ordered = {
        status: hit.status,
        key: hit.key,
        entities: hit.entities,
        answer: hit.answer,
        entry: hit.entry,
        normalizer: hit.normalizer,
        cache_tier: hit.cache_tier,
        cost_usd: hit.cost_usd,
        latency_ms: hit.latency_ms,
        hit_id: hit.hit_id,
      }
      expect(writeHit(hit)).toBe(JSON.stringify(ordered))
      // What it keeps of the entry changes nothing the second time.
      expect(writeHit(hit)).toBe(JSON.stringify(ordered))
    }),
  )
})
