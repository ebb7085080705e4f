import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadRelease, type Normalizer } from './normalizer'
import type { IntentSpec, ReleaseInput } from './schema'
import { parseRelease, trainRelease } from './train-release'

const intent = (key: string, phrasings: string[], more: Partial<IntentSpec> = {}): IntentSpec => ({
  key,
  patterns: [],
  phrasings,
  slots: [],
  status: 'approved',
  ...more,
})

const shop: ReleaseInput = {
  intents: [
    intent(
      'cancel_order',
      ['cancel my order', 'I want to cancel order 12345', 'call off my purchase', 'please stop my order'],
      {
        patterns: ['cancel|stop|(call off) … {order_id}'],
        slots: [{ name: 'order_id', type: 'order_id', required: false, answer_determining: false }],
      },
    ),
    intent(
      'track_order',
      ['where is my order', 'track my order 12345', 'when will my parcel arrive', 'order status'],
      {
        patterns: ['track|find … {order_id}'],
        slots: [{ name: 'order_id', type: 'order_id', required: true, answer_determining: false }],
      },
    ),
    intent('delete_account', [
      'delete my account',
      'close my account',
      'remove my profile',
      'I want to erase my account',
    ]),
    intent('why_charged', ['why was I charged', 'why did you charge me', 'what is this charge for']),
    intent('buy_gift_card', ['sell me a gift card', 'I want a gift card'], { status: 'rejected' }),
  ],
  shadow: ['what is the weather', 'tell me a joke'],
}

let normalizer: Normalizer
beforeAll(() => {
  normalizer = loadRelease(trainRelease(shop))
})

describe('normalize', () => {
  it.each([
    ['I need to cancel order #12345', 'cancel_order'],
    ['please stop shipment of order ABC-999', 'cancel_order'],
    ['could you cancel my ordr pls', 'cancel_order'],
    ['find order 12345', 'track_order'],
    ['why was I charged?', 'why_charged'],
  ])('%j means %s', (query, key) => {
    expect(normalizer.normalize(query)).toMatchObject({ key, reason: null })
  })

  it.each([
    ['cancel only this order 12345', 'guarded'],
    ['stop asking why about 12345', 'guarded'],
    ['stop charging me and cancel order 12345', 'no_key'],
    ['where is my order', 'missing_entity'],
    ['what is the capital of Peru', 'low_confidence'],
    ['sell me a gift card', 'low_confidence'],
  ])('%j is a miss: %s', (query, reason) => {
    const result = normalizer.normalize(query)
    expect(result.key).toMatch(/^exact:/)
    if (reason !== 'no_key') expect(result.reason).toBe(reason)
    expect(result.reason).not.toBeNull()
  })

  it('says which guard turned a hit into a miss', () => {
    const { trace } = normalizer.normalize('cancel only this order 12345')
    expect(trace.map(({ step }) => step)).toContain('guard')
  })

  it('does not decide between two rules that both match', () => {
    const both = loadRelease(
      trainRelease({
        intents: [
          intent('one', [], { patterns: ['stop it all'] }),
          intent('two', [], { patterns: ['stop … all'] }),
        ],
      }),
    )
    expect(both.normalize('stop it all')).toMatchObject({ reason: 'low_confidence' })
  })

  it('uses an earlier decision only behind the local tiers, and guards it too', () => {
    const memo = () => 'track_order'
    expect(normalizer.normalize('any sign of order 12345678 over there', { memo })).toMatchObject({
      key: 'track_order',
      normalizer: { name: 'memo' },
    })
    expect(normalizer.normalize('why no sign of it 12345678', { memo }).reason).toBe('guarded')
  })

  it('keeps literals of entities out of the canonical text', () => {
    expect(normalizer.normalize('cancel order 12345 for a@b.co').canonical).toBe(
      'cancel order {{order_id}} for {{email}}',
    )
  })

  it.each([
    ['32 kB', 'cancel my order '.repeat(2_000)],
    ['10,000 repeated characters', 'a'.repeat(10_000)],
    ['just under the limit', 'cancel my order and '.repeat(49)],
    ['digits', '1 '.repeat(490)],
    ['almost a mail address', `${'a.'.repeat(480)}@`],
  ])('does not hang on %s', (_, query) => {
    normalizer.normalize(query)
    const started = performance.now()
    normalizer.normalize(query)
    expect(performance.now() - started).toBeLessThan(2_000) // a hang, not a speed: the bench measures that
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => normalizer.normalize(text).trace.length > 0),
      {
        numRuns: 50,
      },
    )
  }, 60_000)
})

describe('trainRelease', () => {
  it('gives the same bytes in whatever order intents and phrasings come', () => {
    const { hash } = trainRelease(shop)
    const shuffledShop = fc
      .tuple(
        fc.shuffledSubarray(shop.intents, { minLength: 5 }),
        fc.shuffledSubarray(shop.shadow ?? [], { minLength: 2 }),
      )
      .chain(([intents, shadow]) =>
        fc
          .tuple(
            ...intents.map((one) =>
              fc.shuffledSubarray(one.phrasings ?? [], { minLength: one.phrasings?.length }),
            ),
          )
          .map((phrasings) => ({
            intents: intents.map((one, i) => ({ ...one, phrasings: phrasings[i] })),
            shadow,
          })),
      )
    fc.assert(
      fc.property(shuffledShop, (input) => trainRelease(input).hash === hash),
      { numRuns: 3 },
    )
  }, 120_000)

  it('survives storage as JSON and is refused when it was altered', () => {
    const release = trainRelease(shop)
    const stored = JSON.parse(JSON.stringify(release)) as typeof release
    expect(loadRelease(parseRelease(stored)).normalize('cancel my order')).toEqual(
      loadRelease(release).normalize('cancel my order'),
    )
    expect(() => parseRelease({ ...stored, budget: 0.5 })).toThrow('does not match its hash')
  })

  it('reports progress up to its own total', () => {
    const seen: [number, number][] = []
    trainRelease(shop, (done, total) => seen.push([done, total]))
    expect(seen.at(-1)?.[0]).toBe(seen.at(-1)?.[1])
  })
})

describe('golden outputs', () => {
  // Another hash here means that every release in every workspace reads questions differently: say so in its notes.
  it('are the same on every machine', () => {
    const release = trainRelease({
      intents: [
        { key: 'cancel_order', phrasings: ['cancel my order', 'call off my purchase'] },
        {
          key: 'track_order',
          phrasings: ['where is my order', 'track my order'],
          patterns: ['track … {order_id}'],
        },
      ],
      shadow: ['tell me a joke'],
    })
    expect(release.hash).toBe('d16db970015b55ee326227baf797e0c02c5f565baa6ebd9654e81637bc9de99e')
    const golden = loadRelease(release)
    const read = (query: string) => {
      const { key, confidence, reason } = golden.normalize(query)
      return [key, confidence, reason]
    }
    expect(read('cancel my ordr')).toEqual(['cancel_order', 1, null])
    expect(read('track 12345')).toEqual(['track_order', 1, null])
    expect(read('cancel the purchase')).toEqual(['cancel_order', 0.9965, null])
    expect(read('how is my order doing')).toEqual([
      'exact:3147426e059864db7bffdec85632be7d',
      1,
      'low_confidence',
    ])
  })
})
