import { describe, expect, it, vi } from 'vitest'
import type { ModelCall, ModelReply, Models } from '@/lib/gateway/ports'
import type { Provider } from './provider'
import { workspaceModels, type ChainReader, type UpstreamChain } from './workspace-models'

const call = { workspaceId: 'ws_a' } as ModelCall
const saying = (provider: string): Models => ({ call: async () => ({ provider }) as ModelReply })
const own: Provider = {
  id: 'ups_1',
  name: 'anthropic',
  wire: 'anthropic',
  baseUrl: 'https://x.test',
  apiKey: 'k',
}
const reader = (read: () => UpstreamChain): ChainReader => ({
  peek: () => undefined,
  get: async () => read(),
})

describe('workspaceModels', () => {
  it('asks the environment’s where a workspace has none', async () => {
    const models = workspaceModels(
      saying('environment'),
      reader(() => ({ revision: '0', providers: [] })),
      () => saying('own'),
    )
    expect((await models.call(call)).provider).toBe('environment')
  })

  it('keeps breakers while the chain stays the same, and starts anew when it changes', async () => {
    let revision = '1'
    const make = vi.fn(() => saying('own'))
    const models = workspaceModels(
      saying('environment'),
      reader(() => ({ revision, providers: [own] })),
      make,
    )
    expect((await models.call(call)).provider).toBe('own')
    await models.call(call)
    expect(make).toHaveBeenCalledTimes(1)
    revision = '2'
    await models.call(call)
    expect(make).toHaveBeenCalledTimes(2)
  })

  it('a chain that cannot be read is a refusal: nobody else’s model is asked instead', async () => {
    const environment = vi.fn()
    const broken = reader(() => {
      throw new Error('no database')
    })
    const models = workspaceModels({ call: environment }, broken, () => saying('own'))
    await expect(models.call(call)).rejects.toMatchObject({ code: 'unavailable' })
    expect(environment).not.toHaveBeenCalled()
  })
})
