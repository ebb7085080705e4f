/**
 * What the audit log adds to a transaction: `npx tsx tests/bench/audit-writers.ts [writers] [events each] [ms between]`.
 * Each writer commits a small change, first without and then with an audit event, at its own pace; a Postgres
 * of its own is started. Prints p50 and p95 of both, and whether the log is without gap or fork.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { auditLog } from '@/lib/adapters/postgres/audit-log'
import { auditTrail } from '@/lib/adapters/postgres/audit-trail'
import { openDatabase } from '@/lib/adapters/postgres/database'
import { newId } from '@/lib/kernel/ids'
import { prepareDatabase } from '@/scripts/start/prepare-database'
import { startPostgres } from '@/scripts/start/postgres'
import { State } from '@/scripts/start/state'

const [writers = 50, events = 200, pauseMs = 1_000] = process.argv.slice(2).map(Number)
const directory = mkdtempSync(path.join(tmpdir(), 'l0-bench-'))
const postgres = await startPostgres(new State(directory))
try {
  await prepareDatabase(process.cwd(), {
    DATABASE_OWNER_URL: postgres.ownerUrl,
    DATABASE_URL: postgres.appUrl,
  })
  const database = openDatabase({ url: postgres.appUrl, maxConnections: 60 })
  const workspaceId = newId('ws')
  const row = { id: workspaceId, slug: workspaceId.replace('_', '-'), name: 'Bench', policy: {}, salt: 'x' }
  await database.prisma.workspace.create({ data: row })
  // Both kinds in turn, so that a busy machine is busy for both.
  const plain: number[] = []
  const audited: number[] = []
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      await sleep((writer / writers) * pauseMs)
      for (let i = 0; i < events; i++) {
        for (const withEvent of [false, true]) {
          const started = performance.now()
          await database.transaction(async (db) => {
            await db.savedView.create({
              data: {
                id: newId('view'),
                workspace_id: workspaceId,
                user_id: `u${writer}`,
                name: newId('view'),
                query: '',
              },
            })
            if (withEvent)
              await auditTrail({ db, workspaceId }).append({
                type: 'proposal.approved',
                actor: { type: 'user', id: `usr_${writer}`, label: 'ann@example.org' },
                target: { type: 'proposal', id: `prop_${i}`, label: 'cancel_order' },
                after: { count: i },
              })
          })
          ;(withEvent ? audited : plain).push(performance.now() - started)
          await sleep(pauseMs / 2)
        }
      }
    }),
  )
  const { size } = await auditLog(database, null).head(workspaceId)
  const [p, a] = [plain, audited].map((times) => times.sort((x, y) => x - y))
  const at = (times: number[], share: number) => times[Math.floor(times.length * share)]!.toFixed(1)
  console.log(
    `${writers} writers × ${events} events, one each ${pauseMs} ms; sealed ${size} of ${writers * events}`,
  )
  console.log(
    `without: p50 ${at(p!, 0.5)} ms, p95 ${at(p!, 0.95)} ms; with: p50 ${at(a!, 0.5)} ms, p95 ${at(a!, 0.95)} ms`,
  )
  console.log(
    `added: p50 ${(+at(a!, 0.5) - +at(p!, 0.5)).toFixed(1)} ms, p95 ${(+at(a!, 0.95) - +at(p!, 0.95)).toFixed(1)} ms`,
  )
  await database.close()
} finally {
  await postgres.stop()
  rmSync(directory, { recursive: true, force: true })
}
