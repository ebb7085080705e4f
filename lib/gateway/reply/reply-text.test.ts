import { describe, expect, test } from 'vitest'
import { messageStreamReader, readMessage } from '../anthropic/read-message'
import { writeMessage, writeMessageEvents } from '../anthropic/write-message'
import { readCompletion } from '../openai/read-completion'
import { isProposable } from './reply-text'
import { namedFrame } from './server-sent-events'

const finished = {
  id: 'msg_1',
  model: 'm',
  text: 'Open your account.',
  stopReason: 'end_turn',
  inputTokens: 3,
  outputTokens: 5,
}
const proposable = (extra: object) =>
  isProposable(readMessage(Buffer.from(JSON.stringify({ ...JSON.parse(writeMessage(finished)), ...extra }))))
const text = (value: string) => ({ type: 'text', text: value, citations: null })

describe('what is worth showing to a reviewer', () => {
  test('a finished answer in plain text, also after thinking', () => {
    expect(proposable({})).toBe(true)
    const thinking = { type: 'thinking', thinking: 'They want to cancel.', signature: 'x' }
    expect(proposable({ content: [thinking, text('Open your account.')] })).toBe(true)
  })

  test.each([
    ['a truncation', { stop_reason: 'max_tokens' }],
    ['a refusal', { stop_reason: 'refusal' }],
    ['a pause', { stop_reason: 'pause_turn' }],
    ['a stop sequence', { stop_reason: 'stop_sequence' }],
    ['a tool call', { content: [text('Let me see.'), { type: 'tool_use', id: 't', name: 'n', input: {} }] }],
    ['nothing', { content: [] }],
    ['white space', { content: [text(' \n ')] }],
    ['an error', { type: 'error' }],
    ['an apology', { content: [text("I'm sorry, but I can't help with that.")] }],
    [
      'an apology with a curly apostrophe',
      { content: [text('I’m sorry, I don’t have access to your orders.')] },
    ],
    ['a refusal in prose', { content: [text('As an AI language model, I cannot do this.')] }],
    ['a plain refusal', { content: [text("I can't assist with that request.")] }],
  ])('never %s', (_what, extra) => expect(proposable(extra)).toBe(false))

  test('an answer that merely mentions being sorry is one', () => {
    expect(
      proposable({ content: [text('We are sorry for the delay. Your parcel arrives in 2 days.')] }),
    ).toBe(true)
  })

  test('a completion’s refusal is one as well', () => {
    const message = { role: 'assistant', content: 'No.', refusal: 'No.' }
    const read = readCompletion(
      Buffer.from(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] })),
    )
    expect(isProposable(read)).toBe(false)
  })
})

describe('a stream, read as it passes', () => {
  test('says what the JSON would have said', () => {
    const reader = messageStreamReader()
    for (const frame of writeMessageEvents(finished)) reader.push(Buffer.from(frame))
    expect(reader.result()).toEqual(readMessage(Buffer.from(writeMessage(finished))))
    expect(reader.ended()).toBe(true)
  })

  test('is not complete without its last event, nor after an error', () => {
    const reader = messageStreamReader()
    for (const frame of writeMessageEvents(finished).slice(0, -1)) reader.push(Buffer.from(frame))
    expect(isProposable(reader.result())).toBe(false)
    reader.push(Buffer.from(namedFrame('error', { type: 'error', error: {} })))
    expect([reader.ended(), isProposable(reader.result())]).toEqual([true, false])
  })

  test('thinking in a stream is not part of the answer', () => {
    const reader = messageStreamReader()
    const [start = '', ...rest] = writeMessageEvents(finished)
    const block = { type: 'thinking', thinking: '', signature: '' }
    const frames = [
      start,
      namedFrame('content_block_start', { type: 'content_block_start', index: 0, content_block: block }),
      namedFrame('content_block_delta', {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'thinking_delta', thinking: 'Hm.' },
      }),
      ...rest,
    ]
    for (const frame of frames) reader.push(Buffer.from(frame))
    expect(reader.result()).toMatchObject({ text: finished.text, onlyText: true })
    expect(isProposable(reader.result())).toBe(true)
  })
})
