import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UsageEvent } from '@/lib/usage/schema'
import { embeddingsOver } from './embeddings'

describe('embeddingsOver', () => {
  let server: http.Server
  let url = ''
  let data: unknown = []
  let path = ''
  const counted: UsageEvent[] = []
  beforeAll(async () => {
    server = http.createServer((request, response) => {
      path = request.url ?? ''
      response.end(JSON.stringify({ data, usage: { prompt_tokens: 1_000_000 } }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  })
  afterAll(() => void server.close())
  const embedder = () =>
    embeddingsOver({
      url,
      model: 'm',
      now: () => new Date(),
      usage: { count: (event) => counted.push(event) },
    })

  it('vectors come in the order asked, at unit length, and are paid for', async () => {
    data = [
      { index: 1, embedding: [0, 2] },
      { index: 0, embedding: [3, 4] },
    ]
    const { vectors, cost_usd } = await embedder().embed('ws_1', ['a', 'b'])
    expect(path).toBe('/v1/embeddings')
    expect(vectors.map((vector) => [...vector].map((value) => Math.round(value * 10) / 10))).toEqual([
      [0.6, 0.8],
      [0, 1],
    ])
    expect(cost_usd).toBe(0.02)
    expect(counted).toMatchObject([{ reason: 'embedding', input_tokens: 1_000_000 }])
  })

  it('a vector that is left out is an error, not a silent gap', async () => {
    data = [{ index: 0, embedding: [1, 0] }]
    await expect(embedder().embed('ws_1', ['a', 'b'])).rejects.toThrow(/left out/)
  })
})
