/** A way for far-apart components to ask for something to open, without a context around everything. */
export function signal<T = void>() {
  const listeners = new Set<(value: T) => void>()
  return {
    send(value: T): void {
      for (const listener of listeners) listener(value)
    },
    listen(listener: (value: T) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
