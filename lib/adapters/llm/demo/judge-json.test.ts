import { describe, expect, test } from 'vitest'
import { classifierPrompt, readAnswer } from '@/lib/normalization/tiers/classify-with-model'
import { IntentSpec } from '@/lib/normalization/schema'
import { judgeAsJson } from './judge-json'
import { demoAnswer, demoIntents } from './support-answers'

const options = ['cancel_order', 'track_order', 'gift_wrapping'].map((key) => IntentSpec.parse({ key }))
const ask = (query: string) =>
  readAnswer(judgeAsJson(classifierPrompt(options), `<query>${query}</query>`) ?? '', options)

describe('the demo model as intent classifier', () => {
  test.each([
    ['cancel {{order_id}}', 'cancel_order'],
    ['where is my parcel', 'track_order'],
    ['do you do gift wrapping', 'gift_wrapping'],
    ['do not cancel my order', 'none'],
    ['delete my account', 'none'],
    ['what is the weather', 'none'],
  ])('%s is %s', (query, key) => expect(ask(query)).toBe(key))
})

describe('the demo model as assistant of a reviewer', () => {
  const system = 'Review the answer. Reply as JSON: {"verdict": …, "reasons": […], "spans": […]}'
  const review = (answer: string) => JSON.parse(judgeAsJson(system, `<answer>${answer}</answer>`)!)
  test('finds nothing in its own answers', () => {
    for (const { withoutId, answer } of demoIntents)
      expect(review(withoutId ?? answer)).toMatchObject({ verdict: 'approve', spans: [] })
  })
  test('marks what belongs to one customer', () => {
    expect(review('Order 12345 is cancelled.')).toMatchObject({
      verdict: 'reject',
      spans: [{ text: '12345' }],
    })
  })
})

describe('the demo model as support agent', () => {
  test('names what the customer named, and only that', () => {
    expect(demoAnswer('I need to cancel order #12345')).toContain('order 12345')
    expect(demoAnswer('please stop shipment of order ABC-999')).toContain('ABC-999')
    expect(demoAnswer('How do I cancel an order?')).not.toMatch(/\{id\}|\d{5}/)
  })
  test('speaks plainly when asked for no JSON', () => {
    expect(judgeAsJson('You are a support agent.', 'where is my order')).toBeNull()
  })
})
