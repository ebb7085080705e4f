import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import { startPostgres } from '../../../scripts/start/postgres'
import { State } from '../../../scripts/start/state'

/** A workspace where nothing was done yet, with one admin whose next sign-in leads into it. */
export async function emptyWorkspace(email: string): Promise<void> {
  const { ownerUrl } = await startPostgres(new State(process.env.L0_E2E_STATE!))
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const id = `ws_empty${Date.now().toString(36)}`
    await client.query(
      `INSERT INTO workspace (id, slug, name, mode, policy, salt) VALUES ($1, $2, 'Untitled', 'shadow', $3, 'salt')`,
      [id, id.replace('_', '-'), WorkspacePolicy.parse({})],
    )
    await client.query(
      `INSERT INTO membership (workspace_id, user_id, role) SELECT $1, id, 'admin' FROM app_user WHERE email = $2`,
      [id, email],
    )
    // People come back to where they were last.
    await client.query(
      `INSERT INTO session (id, user_id, workspace_id, token_hash, epoch, expires_at, revoked_at)
       SELECT 'ses_' || $1, id, $1, $3, epoch, now(), now() FROM app_user WHERE email = $2`,
      [id, email, randomBytes(32).toString('hex')],
    )
  } finally {
    await client.end()
  }
}
