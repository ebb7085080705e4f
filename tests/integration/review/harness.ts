import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { openDatabase, type Database } from '@/lib/adapters/postgres/database'
import { outbox } from '@/lib/adapters/postgres/outbox-store'
import { reviewUnit } from '@/lib/adapters/postgres/review-unit'
import type { KeyPrincipal, Role, UserPrincipal } from '@/lib/auth/schema'
import type { EntryDeps } from '@/lib/entries/change-entry'
import type { ServeCheck } from '@/lib/entries/rollback-entry'
import type { Outbox } from '@/lib/entries/ports'
import { newId } from '@/lib/kernel/ids'
import { claimProposal } from '@/lib/proposals/desk/claim-proposal'
import { decideProposal } from '@/lib/proposals/deciding/decide-proposal'
import { foldProposal } from '@/lib/proposals/intake/fold-proposal'
import type { ProposalUnit, ReviewDeps } from '@/lib/proposals/ports'
import type { DecideProposal } from '@/lib/proposals/schema'
import { checkTemplateDeep } from '@/lib/safety/check-template-deep'
import { WorkspacePolicy, type Risk } from '@/lib/workspaces/schema'

/** One workspace with people, on a real database, used through the role that owns nothing. */
export type Harness = {
  workspaceId: string
  database: Database
  owner: pg.Pool
  clock: { now(): Date; advance(ms: number): void }
  review: ReviewDeps & { unit: ProposalUnit }
  /** Statements so far on the app's connection. */
  statements(): number
  entries: EntryDeps & { mayServe: ServeCheck }
  outbox: Outbox
  person(role?: Role, name?: string): Promise<UserPrincipal>
  key(createdBy?: string): Promise<KeyPrincipal>
  intent(key: string, risk: Risk, slots?: object[]): Promise<void>
  setPolicy(change: Partial<WorkspacePolicy>): Promise<void>
  fold(key: string, answer?: string, text?: string): Promise<string>
  hash(id: string): Promise<string>
  decide(
    by: UserPrincipal | KeyPrincipal,
    id: string,
    input?: Partial<DecideProposal>,
  ): ReturnType<typeof decideProposal>
  close(): Promise<void>
}

export async function openHarness(): Promise<Harness> {
  const url = process.env.L0_TEST_DATABASE_URL!
  const owner = new pg.Pool({ connectionString: url, max: 2 })
  let statements = 0
  const onQuery = () => {
    statements++
  }
  const database = openDatabase({ url, role: 'l0_app', maxConnections: 20, onQuery })
  let offsetMs = 0
  const clock = {
    now: () => new Date(Date.now() + offsetMs),
    advance: (ms: number) => {
      offsetMs += ms
    },
  }
  const unit = reviewUnit(database, clock.now)
  const review = { unit, check: checkTemplateDeep, clock }
  const workspaceId = newId('ws')
  await owner.query(
    `INSERT INTO workspace (id, slug, name, policy, salt) VALUES ($1, $1, 'Shop', $2, 'salt')`,
    [workspaceId, WorkspacePolicy.parse({})],
  )
  const h: Harness = {
    workspaceId,
    database,
    owner,
    clock,
    review,
    statements: () => statements,
    entries: { unit, clock, mayServe: async () => null },
    outbox: outbox(database),
    async person(role = 'operator', name = 'Person') {
      const id = newId('usr')
      const label = `${name} ${id.slice(-4)}`
      await owner.query(`INSERT INTO app_user (id, email, name) VALUES ($1, $2, $3)`, [
        id,
        `${id}@x.test`,
        label,
      ])
      await owner.query(`INSERT INTO membership (workspace_id, user_id, role) VALUES ($1, $2, $3)`, [
        workspaceId,
        id,
        role,
      ])
      const now = clock.now()
      return {
        kind: 'user',
        user_id: id,
        session_id: 'ses_x',
        workspace_id: workspaceId,
        role,
        label,
        email: `${id}@x.test`,
        mfa_at: now,
        step_up_at: now,
        mfa_enrolled: true,
      }
    },
    async key(createdBy = 'cli') {
      const id = newId('key')
      await owner.query(
        `INSERT INTO api_key (id, workspace_id, name, prefix, secret_hash, scopes, created_by)
         VALUES ($1, $2, $3, $1, $4, '{review}', $5)`,
        [id, workspaceId, `key ${id.slice(-4)}`, randomBytes(32).toString('hex'), createdBy],
      )
      return {
        kind: 'api_key',
        key_id: id,
        workspace_id: workspaceId,
        scopes: ['review'],
        label: `key ${id.slice(-4)}`,
        rate_per_minute: null,
      } as KeyPrincipal
    },
    async intent(key, risk, slots = []) {
      await owner.query(
        `INSERT INTO intent (id, workspace_id, key, title, risk, slots, patterns) VALUES ($1, $2, $3, $3, $4, $5, '{}')
         ON CONFLICT (workspace_id, key) DO UPDATE SET risk = EXCLUDED.risk, slots = EXCLUDED.slots`,
        [newId('int'), workspaceId, key, risk, JSON.stringify(slots)],
      )
    },
    async setPolicy(change) {
      await owner.query(
        `UPDATE workspace SET policy = policy || $2::jsonb, policy_version = policy_version + 1 WHERE id = $1`,
        [workspaceId, JSON.stringify(change)],
      )
    },
    async fold(key, answer = `The answer about ${key}.`, text = `question about ${key}`) {
      const result = await foldProposal(review, {
        workspace_id: workspaceId,
        scope: 'default',
        key,
        answer,
        model: 'test-model',
        samples: [{ text, entities: [], user_hash: null, answer }],
      })
      if (!result.folded) throw new Error(`not folded: ${result.why}`)
      return result.id
    },
    async hash(id) {
      const proposal = await unit.read(workspaceId).proposals.get(id)
      return proposal!.content_hash
    },
    async decide(by, id, input = {}) {
      const claim =
        by.kind === 'user' && !input.claim_token
          ? { claim_token: (await claimProposal(review, by, id)).token }
          : {}
      const full = { decision: 'approve' as const, content_hash: await h.hash(id), ...claim, ...input }
      return decideProposal(review, { principal: by, request_id: 'req_test' }, id, full)
    },
    async close() {
      await database.close()
      await owner.end()
    },
  }
  return h
}

/** The code an `L0Error` carried, or the message of anything else. */
export async function refusal(
  work: Promise<unknown>,
): Promise<{ code: string; message: string; extra?: unknown }> {
  try {
    await work
  } catch (error) {
    const { code, message, extra } = error as { code: string; message: string; extra?: unknown }
    return { code, message, extra }
  }
  return { code: 'none', message: 'nothing was refused' }
}
