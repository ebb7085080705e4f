import { describe, expect, it } from 'vitest'
import { loadRelease } from '../normalizer'
import { trainRelease } from '../train-release'
import { replayTraffic } from './replay-traffic'

const orderId = { name: 'order_id', type: 'order_id' as const, required: true, answer_determining: false }
const rules = (intents: { key: string; patterns: string[]; slots?: (typeof orderId)[] }[]) =>
  loadRelease(trainRelease({ intents, normalizers: ['rules'] }))

const before = rules([
  { key: 'cancel_order', patterns: ['cancel'] },
  { key: 'get_refund', patterns: ['refund'] },
])
const after = rules([
  { key: 'cancel_order', patterns: ['cancel {order_id}'], slots: [orderId] },
  { key: 'return_item', patterns: ['refund'] },
])

describe('replayTraffic', () => {
  it('tells new, lost and changed apart, weighted by how often they were asked', () => {
    const result = replayTraffic({ before, after }, [
      { text: 'cancel', count: 3 },
      { text: 'cancel {{order_id}}', count: 5 },
      { text: 'refund', count: 2 },
      { text: 'hello', count: 9 },
    ])
    expect(result.counts).toEqual({ lost_hit: 3, new_hit: 5, changed_key: 2, same: 9 })
    expect(result).toMatchObject({ queries: 4, requests: 19, hits_before: 5, hits_after: 7 })
    expect(result.changed_key).toMatchObject([
      { text: 'refund', before: { key: 'get_refund' }, after: { key: 'return_item' } },
    ])
  })

  it('hits that contradict what people said are counted as wrong', () => {
    const result = replayTraffic({ before, after }, [
      { text: 'refund', count: 4, truth: 'get_refund' },
      { text: 'cancel {{order_id}}', count: 6, truth: 'cancel_order' },
    ])
    expect(result.judged).toMatchObject({ served: 10, wrong: 4 })
    expect(result.known_wrong.map(({ text }) => text)).toEqual(['refund'])
  })

  it('what was judged wrong for an intent is wrong for it again, and says nothing of others', () => {
    const wrong = [{ text: 'refund', count: 1, wrong_for: ['return_item'] }]
    expect(replayTraffic({ before, after }, wrong).judged.wrong).toBe(1)
    expect(replayTraffic({ before: null, after: before }, wrong).judged.served).toBe(0)
  })
})
