import { memoryHotStore } from '@/lib/adapters/memory/hot-store'
import { redisHotStore } from '@/lib/adapters/redis/hot-store'
import { hotStoreContract } from '../../contract/hot-store'
import { testEnv } from '../../support/app'

hotStoreContract('memory', async () => memoryHotStore())
hotStoreContract('redis', async () => {
  const store = redisHotStore(testEnv(), { onError: () => {}, onBreaker: () => {} })
  for (let tries = 0; tries < 100; tries++) {
    const up = await Promise.all([store.ping(), store.announce('up')]).then(
      () => true,
      () => false,
    )
    if (up) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return store
})
