import type { Command } from 'commander'
import { SingleBar } from 'cli-progress'
import { outbox } from '../../lib/adapters/postgres/outbox-store'
import { publishSource } from '../../lib/adapters/postgres/publish-source'
import { Publisher } from '../../lib/entries/publisher'
import { composeOwnStores } from '../../lib/server/compose/dedicated-stores'
import { hotStoreKeys } from '../../lib/server/secrets'
import type { Deployment } from './open-deployment'

/** `cache rebuild`: fills the hot store from Postgres; safe while servers run. */
export function registerCache(program: Command, deps: { open: () => Promise<Deployment> }): void {
  const cache = program.command('cache').description('The hot store (Redis).')
  cache
    .command('rebuild')
    .description('Write every published entry into Redis again, from Postgres. Older values never win.')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: boolean }) => {
      const { base, close } = await deps.open()
      try {
        if (base.hot.name === 'memory')
          throw new Error('No Redis is configured: set REDIS_URL, or start the server first.')
        await base.hot.ready(5_000).catch((cause: unknown) => {
          throw new Error('Redis does not answer. Is REDIS_URL right?', { cause })
        })
        const written = await rebuild(base, options.json !== true && process.stdout.isTTY)
        console.log(
          options.json ? JSON.stringify({ entries: written }) : `✓ ${written} entries are in the hot store.`,
        )
      } finally {
        await close()
      }
    })
}

async function rebuild(base: Deployment['base'], showBar: boolean): Promise<number> {
  const own = composeOwnStores(base)
  const publisher = new Publisher({
    outbox: outbox(base.db),
    source: publishSource(base.db.prisma),
    hot: base.hot,
    own,
    keys: hotStoreKeys(base.secrets, base.env.REDIS_ENCRYPT),
    now: () => base.clock.now(),
  })
  const bar = showBar ? new SingleBar({ format: 'Publishing {bar} {value}/{total}' }) : null
  let started = false
  const written = await publisher.rebuild((done, total) => {
    if (!started) bar?.start(total, 0)
    started = true
    bar?.update(done)
  })
  bar?.stop()
  try {
    return written + (await rebuildOwn(publisher, await own.places.workspacesElsewhere()))
  } finally {
    own.pool.close()
  }
}

/** Workspaces with a Redis of their own; one that is away is named, and not in the way of the others. */
async function rebuildOwn(publisher: Publisher, workspaceIds: string[]): Promise<number> {
  let written = 0
  for (const workspaceId of workspaceIds)
    try {
      written += await publisher.rebuildWorkspace(workspaceId)
    } catch (error) {
      console.error(`The Redis of workspace ${workspaceId} was not filled: ${(error as Error).message}`)
      process.exitCode = 1
    }
  return written
}
