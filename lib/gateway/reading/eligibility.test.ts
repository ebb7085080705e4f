import { describe, expect, test } from 'vitest'
import { readMessages } from '../anthropic/read-messages'
import { judgeEligibility, refersToEarlier } from './eligibility'
import { readChat } from '../openai/read-chat'

const message = { role: 'user', content: 'How do I cancel my order?' }
const judge = (extra: Record<string, unknown>) =>
  judgeEligibility(readMessages({ model: 'm', max_tokens: 100, messages: [message], ...extra }))
const judgeChat = (extra: Record<string, unknown>) =>
  judgeEligibility(readChat({ model: 'm', messages: [message], ...extra }))

describe('a single question in plain text may be served', () => {
  test('as text, as text blocks, with a system prompt and sampling parameters', () => {
    expect(judge({})).toEqual({ eligible: true, query: message.content })
    expect(
      judge({ messages: [{ role: 'user', content: [{ type: 'text', text: ' a question ' }] }] }),
    ).toEqual({
      eligible: true,
      query: 'a question',
    })
    expect(
      judge({ system: 'Be brief.', temperature: 0, stream: true, metadata: { user_id: 'u' } }).eligible,
    ).toBe(true)
    expect(judge({ tools: [], thinking: { type: 'disabled' }, stop_sequences: null }).eligible).toBe(true)
  })
})

describe('everything else goes to the model, with the reason', () => {
  const image = { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }
  test.each([
    [
      'multi_turn',
      {
        messages: [
          message,
          { role: 'assistant', content: 'Which?' },
          { role: 'user', content: 'the blue one' },
        ],
      },
    ],
    ['prefill', { messages: [message, { role: 'assistant', content: '{' }] }],
    ['not_text', { messages: [{ role: 'user', content: [{ type: 'text', text: 'see' }, image] }] }],
    ['not_text', { system: [{ type: 'image' }] }],
    ['tools', { tools: [{ name: 'x', input_schema: {} }] }],
    ['tools', { mcp_servers: [{ url: 'x' }] }],
    ['thinking', { thinking: { type: 'enabled', budget_tokens: 1_024 } }],
    ['structured_output', { output_config: { format: { type: 'json_schema' } } }],
    ['stop_sequences', { stop_sequences: ['\n'] }],
    ['unknown_field', { something_new: true }],
    ['unknown_field', { constructor: 1 }],
    ['empty_query', { messages: [{ role: 'user', content: '  ' }] }],
    ['query_too_long', { messages: [{ role: 'user', content: 'long '.repeat(2_000) }] }],
    ['control_characters', { messages: [{ role: 'user', content: 'cancel\u0000order' }] }],
    ['follow_up', { messages: [{ role: 'user', content: 'cancel it' }] }],
  ])('%s', (reason, extra) => {
    expect(judge(extra)).toEqual({ eligible: false, reason })
  })

  test.each([
    ['tools', { tools: [{ type: 'function' }] }],
    ['tools', { messages: [message, { role: 'tool', content: 'x', tool_call_id: 'y' }] }],
    ['structured_output', { response_format: { type: 'json_object' } }],
    ['many_choices', { n: 2 }],
    ['stop_sequences', { stop: 'x' }],
    ['not_text', { modalities: ['text', 'audio'], audio: {} }],
    ['unknown_field', { logit_bias: { 50256: -100 } }],
  ])('%s, in a chat completion', (reason, extra) => {
    expect(judgeChat(extra)).toEqual({ eligible: false, reason })
  })
})

describe('follow-ups that point at something said before', () => {
  test.each([
    'cancel it',
    'Cancel it, please!',
    'and that one?',
    'yes please',
    'no thanks',
    'what about those',
    'how do I return this?',
    'Ok',
    'where is it',
    "it's broken",
    'try again',
  ])('%s', (query) => expect(refersToEarlier(query)).toBe(true))
  test.each([
    'cancel my order',
    'Is it possible to cancel an order?',
    'track it: order 12345',
    'How long does it take to deliver',
    'opening hours',
    'There is a scratch on this table I ordered',
    'cancel order #12345',
  ])('not: %s', (query) => expect(refersToEarlier(query)).toBe(false))
})
