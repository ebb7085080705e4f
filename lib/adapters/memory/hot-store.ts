import type { HotStore } from '@/lib/entries/ports'

/** The hot store inside the process: for one instance without Redis, and for tests. */
export function memoryHotStore(): HotStore {
  const values = new Map<string, { revision: number; value: string }>()
  const listeners = new Set<(message: string) => void>()
  return {
    name: 'memory',
    async get(address) {
      return values.get(address)?.value ?? null
    },
    async putIfNewer(address, revision, value) {
      const current = values.get(address)
      if (current && current.revision >= revision) return false
      values.set(address, { revision, value })
      return true
    },
    async replace(address, expected, value) {
      if (values.get(address)?.value !== expected) return false
      values.set(address, { revision: Number(value.split('.', 1)[0]), value })
      return true
    },
    async remove(addresses) {
      for (const address of addresses) values.delete(address)
    },
    async announce(message) {
      for (const listener of listeners) listener(message)
    },
    async subscribe(listener, onState) {
      listeners.add(listener)
      onState(true)
    },
    async ping() {},
    async ready() {},
    async close() {
      values.clear()
      listeners.clear()
    },
  }
}
