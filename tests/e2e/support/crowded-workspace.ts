import pg from 'pg'
import { contentHash } from '@/lib/proposals/content-hash'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import { startPostgres } from '../../../scripts/start/postgres'
import { State } from '../../../scripts/start/state'

/** A workspace of its own with so many proposals waiting, put straight into the run's database. */
export async function crowdedWorkspace(count: number, email: string): Promise<string> {
  const { ownerUrl } = await startPostgres(new State(process.env.L0_E2E_STATE!))
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const id = `ws_crowded${Date.now().toString(36)}`
    await client.query(
      `INSERT INTO workspace (id, slug, name, policy, salt) VALUES ($1, $2, 'Crowded', $3, 'salt')`,
      [id, id.replace('_', '-'), WorkspacePolicy.parse({})],
    )
    await client.query(
      `INSERT INTO membership (workspace_id, user_id, role) SELECT $1, id, 'operator' FROM app_user WHERE email = $2`,
      [id, email],
    )
    await addProposals(client, id, count)
    return id
  } finally {
    await client.end()
  }
}

async function addProposals(client: pg.Client, workspaceId: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => {
    const key = `question_${at % 50}`
    const scope = `shop-${Math.floor(at / 50)}`
    const answer = `You find what question ${at % 50} asks on your orders page, under Help.`
    return { id: at, key, scope, answer, hash: contentHash({ key, scope, answer, slots: [] }) }
  })
  const column = (name: keyof (typeof rows)[number]) => rows.map((row) => row[name])
  await client.query(
    `INSERT INTO proposal (id, workspace_id, scope, key, risk, answer, model_answer, model, content_hash, count, created_at, edited_by)
     SELECT 'prop_' || $1 || '_' || n, $1, scope, key, 'low', answer, answer, 'demo', hash, 1 + n % 40,
       now() - n * interval '7 seconds', '{}'
     FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[]) AS t (n, scope, key, answer, hash)`,
    [workspaceId, column('id'), column('scope'), column('key'), column('answer'), column('hash')],
  )
  await client.query(
    `INSERT INTO proposal_sample (id, workspace_id, proposal_id, text, text_hash, answer)
     SELECT 'smp' || id, workspace_id, id, 'how do I do ' || key || ' in ' || scope, id, answer
     FROM proposal WHERE workspace_id = $1`,
    [workspaceId],
  )
  await client.query('ANALYZE proposal, proposal_sample')
}
