import { randomBytes } from 'node:crypto'
import pino from 'pino'
import { afterAll } from 'vitest'
import { openDatabase, type Database } from '@/lib/adapters/postgres/database'
import { readEnv } from '@/lib/env'
import { systemClock } from '@/lib/kernel/time'
import { makeMetrics } from '@/lib/server/metrics'
import { makeSecrets } from '@/lib/server/secrets'
import { newId } from '@/lib/kernel/ids'
import type { UserPrincipal } from '@/lib/auth/schema'
import type { Caller } from '@/lib/normalization/authority'
import { WorkspacePolicy } from '@/lib/workspaces/schema'

/** The app's own role, on the run's real Postgres. */
export function openTestDatabase(): Database {
  const database = openDatabase({
    url: process.env.L0_TEST_DATABASE_URL!,
    role: 'l0_app',
    maxConnections: 5,
  })
  afterAll(() => database.close())
  return database
}

/** What a composition needs, without Redis; more environment as a test wants it. */
/** One registry a process: each watches the event loop. */
const metrics = makeMetrics()

export function testBase(database: Database, more: Record<string, string> = {}) {
  const secret = 's'.repeat(40)
  return {
    env: readEnv({ DATABASE_URL: 'postgres://unused', L0_SECRET: secret, NODE_ENV: 'test', ...more }),
    db: database,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    metrics,
    secrets: makeSecrets(secret),
  }
}

export async function makeWorkspace(
  database: Database,
  policy: Partial<WorkspacePolicy> = {},
): Promise<string> {
  const id = newId('ws')
  await database.prisma.workspace.create({
    data: {
      id,
      slug: `t-${randomBytes(6).toString('hex')}`,
      name: 'Test shop',
      policy: WorkspacePolicy.parse(policy),
      salt: randomBytes(16).toString('hex'),
    },
  })
  return id
}

export function personIn(
  workspaceId: string,
  role: UserPrincipal['role'],
  options: { stepUp?: boolean; name?: string } = {},
): Caller {
  const now = new Date()
  const name = options.name ?? role
  return {
    principal: {
      kind: 'user',
      user_id: `usr_${name}`,
      session_id: `ses_${name}`,
      workspace_id: workspaceId,
      role,
      label: name,
      email: `${name}@example.com`,
      mfa_at: now,
      step_up_at: options.stepUp === false ? null : now,
      mfa_enrolled: true,
    },
    request_id: 'req_test',
  }
}

export async function eventsOf(database: Database, workspaceId: string): Promise<string[]> {
  const rows = await database.prisma.auditEvent.findMany({
    where: { workspace_id: workspaceId },
    orderBy: { id: 'asc' },
    select: { type: true },
  })
  return rows.map((row) => row.type)
}
