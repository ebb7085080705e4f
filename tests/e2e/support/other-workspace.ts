import pg from 'pg'
import { contentHash } from '@/lib/proposals/content-hash'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import { startPostgres } from '../../../scripts/start/postgres'
import { State } from '../../../scripts/start/state'

/** Another workspace of the deployment, which shares one answer. */
export async function sharedByAnother({ key, answer }: { key: string; answer: string }): Promise<void> {
  const { ownerUrl } = await startPostgres(new State(process.env.L0_E2E_STATE!))
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const id = `ws_other${Date.now().toString(36)}`
    await client.query(
      `INSERT INTO workspace (id, slug, name, policy, salt) VALUES ($1, $2, 'Another', $3, 'salt')`,
      [id, id.replace('_', '-'), WorkspacePolicy.parse({})],
    )
    const hash = contentHash({ key, scope: 'default', answer, slots: [] })
    await client.query(
      `INSERT INTO entry (id, workspace_id, scope, key, current_version) VALUES ('ent_' || $1, $1, 'default', $2, 1)`,
      [id, key],
    )
    await client.query(
      `INSERT INTO entry_version (entry_id, version, workspace_id, answer, content_hash, risk, origin, approved_by)
       VALUES ('ent_' || $1, 1, $1, $2, $3, 'low', 'approval', '[{"type":"user","id":"usr_x","label":"Ann"}]')`,
      [id, answer, hash],
    )
    await client.query(
      `INSERT INTO shared_answer (id, workspace_id, key, title, description, risk, phrasings, answer, content_hash,
         entry_id, entry_version, ruleset_version, published_by)
       VALUES ('lib_' || $1, $1, $2, 'Parking places', 'Where people may leave their car', 'low',
         ARRAY['where can I park', 'is there a parking lot'], $3, $4, 'ent_' || $1, 1, 'x', 'usr_x')`,
      [id, key, answer, hash],
    )
  } finally {
    await client.end()
  }
}
