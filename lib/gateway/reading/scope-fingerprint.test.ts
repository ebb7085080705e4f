import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMessages } from '../anthropic/read-messages'
import { readChat } from '../openai/read-chat'
import { canonicalPrompt, scopeFingerprint, scopeOf, type ScopeInput } from './scope-fingerprint'

const policy = { bound_scopes: {}, split_by_model_family: false }
const plain: ScopeInput = { system: '', shaping: {}, model: 'claude-sonnet-4-5' }

const scopeInput = fc.record({
  system: fc.string({ unit: 'grapheme', maxLength: 60 }),
  shaping: fc.dictionary(
    fc.constantFrom('temperature', 'top_p', 'top_k', 'seed', 'effort'),
    fc.oneof(fc.double({ noNaN: true }), fc.string({ maxLength: 5 })),
  ),
  model: fc.constantFrom('claude-sonnet-4-5', 'claude-haiku-4-5', 'gpt-4o'),
})

describe('which scope a request is in', () => {
  test('without system prompt and parameters it is the default one', () => {
    expect(scopeOf(plain, policy, null)).toBe('default')
    expect(scopeOf({ ...plain, system: ' \n ' }, policy, null)).toBe('default')
  })

  test('a name that the caller gives wins, then a binding, then the fingerprint', () => {
    const input = { ...plain, system: 'Be brief.' }
    const fingerprint = scopeOf(input, policy, null)
    expect(fingerprint).toMatch(/^fp_[0-9a-f]{32}$/)
    const bound = { ...policy, bound_scopes: { [fingerprint]: 'shop' } }
    expect(scopeOf(input, bound, null)).toBe('shop')
    expect(scopeOf(input, bound, 'mine')).toBe('mine')
  })

  test('white space and Unicode forms of a prompt do not matter; a word, its case or a number does', () => {
    const of = (system: string) => scopeOf({ ...plain, system }, policy, null)
    expect(of('Be  brief.\n')).toBe(of('Be brief.'))
    expect(of('Cafe\u0301')).toBe(of('Café'))
    expect(of('Be brief.')).not.toBe(of('be brief.'))
    expect(of('Refunds take 5 days')).not.toBe(of('Refunds take 6 days'))
  })

  test('model families share a scope unless the workspace separates them', () => {
    const other = { ...plain, model: 'gpt-4o' }
    expect(scopeOf(plain, policy, null)).toBe(scopeOf(other, policy, null))
    const split = { ...policy, split_by_model_family: true }
    expect(scopeOf(plain, split, null)).not.toBe(scopeOf(other, split, null))
    expect(scopeOf(plain, split, null)).toBe(
      scopeOf({ ...plain, model: 'claude-sonnet-4-20250514' }, split, null),
    )
  })

  test('two scopes never share a fingerprint, and one always has the same', () => {
    fc.assert(
      fc.property(scopeInput, scopeInput, fc.boolean(), (a, b, split) => {
        const same =
          canonicalPrompt(a.system) === canonicalPrompt(b.system) &&
          JSON.stringify(sorted(a.shaping)) === JSON.stringify(sorted(b.shaping)) &&
          (!split || a.model === b.model)
        expect(scopeFingerprint(a, split) === scopeFingerprint(b, split)).toBe(same)
        expect(scopeFingerprint(a, split)).toBe(scopeFingerprint(structuredClone(a), split))
      }),
      { numRuns: 2_000 },
    )
  })

  test('what is in the prompt cannot pass for a parameter', () => {
    const inPrompt = { ...plain, system: '","shaping":{"top_k":1},"x":"' }
    const asParameter = { ...plain, shaping: { top_k: 1 } }
    expect(scopeFingerprint(inPrompt, false)).not.toBe(scopeFingerprint(asParameter, false))
  })
})

describe('both vendors’ formats', () => {
  test('the same content has the same scope', () => {
    const anthropic = readMessages({
      model: 'm',
      max_tokens: 5,
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
      temperature: 0.2,
      messages: [{ role: 'user', content: 'hello there' }],
    })
    const openai = readChat({
      model: 'm',
      max_completion_tokens: 900,
      temperature: 0.2,
      top_p: 1,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'hello there' }] },
      ],
    })
    expect(scopeOf(anthropic, policy, null)).toBe(scopeOf(openai, policy, null))
  })

  test('defaults that are spelled out change nothing', () => {
    const chat = readChat({
      model: 'm',
      temperature: 1,
      top_p: 1,
      n: 1,
      frequency_penalty: 0,
      presence_penalty: 0,
      stop: null,
      tools: [],
      logprobs: false,
      response_format: { type: 'text' },
      messages: [{ role: 'user', content: 'x' }],
    })
    expect(chat.blockers).toEqual([])
    expect(scopeOf(chat, policy, null)).toBe('default')
  })
})

function sorted(shaping: Record<string, unknown>): unknown {
  return Object.entries(shaping).sort(([a], [b]) => (a < b ? -1 : 1))
}
