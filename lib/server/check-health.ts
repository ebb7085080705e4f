import type { Container } from './container'

type DependencyState = { state: 'up' | 'down'; detail?: string }
export type Health = {
  /** `ready`: all up. `degraded`: hits are served, something is down. `down`: nothing useful can be done. */
  status: 'ready' | 'degraded' | 'down'
  dependencies: Record<'postgres' | 'hot_store' | 'invalidation' | 'model', DependencyState>
  /** Workspaces' own Redis, counted: theirs to look after, so none of them takes this instance out of rotation. */
  dedicated_stores: { connected: number; broken: number }
}

const deadlineMs = 500

export async function checkHealth(app: Container): Promise<Health> {
  const [postgres, hotStore] = await Promise.all([probe(() => app.db.ping()), probe(() => app.hot.ping())])
  const dependencies: Health['dependencies'] = {
    postgres,
    hot_store: { ...hotStore, detail: app.hot.name },
    invalidation: { state: app.publishing.channelConnected() ? 'up' : 'down' },
    model: { state: app.env.ANTHROPIC_API_KEY || app.env.OPENAI_API_KEY ? 'up' : 'down' },
  }
  const dedicated_stores = app.dedicatedCounts()
  if (app.draining()) return { status: 'down', dependencies, dedicated_stores }
  const down = Object.values(dependencies).filter(({ state }) => state === 'down').length
  if (down === 0) return { status: 'ready', dependencies, dedicated_stores }
  // Either store alone can serve what was approved.
  const serves = postgres.state === 'up' || hotStore.state === 'up'
  return { status: serves ? 'degraded' : 'down', dependencies, dedicated_stores }
}

async function probe(ask: () => Promise<void>): Promise<DependencyState> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), deadlineMs)
  })
  try {
    await Promise.race([ask(), late])
    return { state: 'up' }
  } catch {
    return { state: 'down' }
  } finally {
    clearTimeout(timer)
  }
}
