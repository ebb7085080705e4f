import { memoryHotStore } from '@/lib/adapters/memory/hot-store'
import { redisHotStore } from '@/lib/adapters/redis/hot-store'
import { hotStoreContract } from '../../contract/hot-store'
import { testEnv } from '../../support/app'

hotStoreContract('memory', async () => memoryHotStore())
hotStoreContract('redis', async () => {
  const store = redisHotStore(testEnv(), { onError: () => {}, onBreaker: () => {} })
  await store.ready(5_000)
  return store
})
