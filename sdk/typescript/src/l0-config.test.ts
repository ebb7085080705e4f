import { afterEach, describe, expect, test, vi } from 'vitest'
import { readL0Config, type L0Config } from './l0-config'

afterEach(() => vi.unstubAllEnvs())
const read = (config: L0Config = {}) => readL0Config({ apiKey: 'l0_k', ...config })

describe('l0Config', () => {
  test('is read from L0_BASE_URL and L0_API_KEY where it says nothing', () => {
    vi.stubEnv('L0_BASE_URL', 'https://l0.example/base/')
    vi.stubEnv('L0_API_KEY', 'l0_env')
    expect(readL0Config()).toEqual({
      baseURL: 'https://l0.example/base',
      apiKey: 'l0_env',
      headers: {},
      fallback: true,
    })
    expect(readL0Config({ apiKey: 'l0_given', baseURL: 'http://127.0.0.1:1' })).toMatchObject({
      baseURL: 'http://127.0.0.1:1',
      apiKey: 'l0_given',
    })
  })

  test('without a key there is no client', () => {
    vi.stubEnv('L0_API_KEY', '')
    expect(() => readL0Config()).toThrow(/L0_API_KEY/)
  })

  test('the vendor’s key is not taken for the gateway’s', () => {
    expect(() => read({ apiKey: 'sk-ant-api03-x' })).toThrow(TypeError)
  })

  test.each([
    [{ cacheTier: 'any' }, {}],
    [{ cacheTier: 'L0_CACHE' }, { 'x-l0-cache': 'only' }],
    [{ cacheTier: 'L3_LLM' }, { 'x-l0-cache': 'off' }],
    [{ normalizer: 'any' }, {}],
    [{ normalizer: 'rules' }, { 'x-l0-normalizer': 'rules' }],
    [{ normalizer: ['rules', 'memo'] }, { 'x-l0-normalizer': 'rules,memo' }],
    [{ scope: 'billing' }, { 'x-l0-scope': 'billing' }],
  ] as [L0Config, object][])('%j becomes headers of every request', (config, headers) => {
    expect(read(config).headers).toEqual(headers)
  })

  test.each([
    [{ cacheTier: 'L9' }, /cacheTier/],
    [{ cacheTier: 'toString' }, /cacheTier/],
    [{ normalizer: 'magic' }, /normalizer/],
    [{ normalizer: [] }, /normalizer/],
    [{ baseURL: 'not a url' }, /baseURL/],
  ])('%j is refused, naming the option', (config, message) => {
    expect(() => read(config as L0Config)).toThrow(message)
  })
})
