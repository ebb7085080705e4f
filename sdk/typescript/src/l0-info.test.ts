import { describe, expect, test } from 'vitest'
import { markFallback, readL0, withL0 } from './l0-info'

const reply = (headers: Record<string, string>) => new Response('{}', { headers })

describe('readL0', () => {
  test('reads a hit', () => {
    const hit = reply({
      'x-l0-cache': 'hit',
      'x-l0-cache-tier': 'L0_CACHE',
      'x-l0-cost-usd': '0.0001',
      'x-l0-key': 'cancel_order',
      'x-l0-entry': 'ent_1@3',
      'x-l0-scope': 'default',
      'x-l0-hit-id': 'hit_1',
      'x-l0-normalizer': 'rules',
    })
    expect(readL0(hit)).toEqual({
      source: 'gateway',
      cache: 'hit',
      cacheTier: 'L0_CACHE',
      cost: 0.0001,
      key: 'cancel_order',
      entry: { id: 'ent_1', version: 3 },
      scope: 'default',
      reason: null,
      hitId: 'hit_1',
      normalizer: 'rules',
      fallback: null,
    })
  })

  test('what is not there is null; a cost that is no number is no cost', () => {
    const odd = reply({ 'x-l0-cache': 'miss', 'x-l0-cost-usd': 'NaN', 'x-l0-entry': 'ent_1' })
    expect(readL0(odd)).toMatchObject({ cache: 'miss', cacheTier: null, cost: null, entry: null })
    expect(readL0(reply({ 'x-l0-cache': 'miss', 'x-l0-cost-usd': '' })).cost).toBeNull()
    expect(readL0(reply({ 'x-l0-cache': 'miss', 'x-l0-cost-usd': '0' })).cost).toBe(0)
  })

  test('a response without our headers is the vendor’s', () => {
    const vendor = markFallback(reply({}), 'unreachable')
    expect(readL0(vendor)).toMatchObject({
      source: 'vendor',
      cache: 'bypass',
      cacheTier: 'L3_LLM',
      cost: null,
      fallback: 'unreachable',
    })
    expect(readL0(reply({})).fallback).toBeNull()
  })
})

test('without a response the three properties are there, and null', () => {
  expect(withL0({ id: 'x' }, null)).toEqual({ id: 'x', cacheTier: null, cost: null, l0: null })
})
