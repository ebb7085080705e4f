import { rulesetVersion } from '@/lib/safety/ruleset'
import { startChild, type Child } from './child'
import { median, runOn, type MeasuredOn } from './load'
import type { World } from './world'

export type ScalePoint = { size: number; perSecond: number; cpuUs: number; p50Ms: number }
export type Scale = { entries: ScalePoint[]; workspaces: ScalePoint[] }

type Plan = { entries: number[]; workspaces: number[]; rounds: number; seconds: number }

/** What a lookup costs as entries and workspaces become many; each size on a freshly started server. */
export async function measureScale(world: World, plan: Plan, say: (line: string) => void): Promise<Scale> {
  const entries: ScalePoint[] = []
  for (const size of plan.entries) {
    await growEntries(world, size)
    const scopes = size / 10
    entries.push(await point(world, plan, size, (n) => ({ key: world.key, scope: `s${n % scopes}` })))
    say(`${size} entries`)
  }
  const workspaces: ScalePoint[] = []
  for (const size of plan.workspaces) {
    const keys = await growWorkspaces(world, size)
    workspaces.push(
      await point(world, plan, size, (n) => ({ key: keys[n % keys.length]!, scope: 'default' })),
    )
    say(`${size} workspaces`)
  }
  return { entries, workspaces }
}

type Choice = (n: number) => { key: string; scope: string }

async function point(world: World, plan: Plan, size: number, choose: Choice): Promise<ScalePoint> {
  const server = await startChild('serve', world.env)
  let n = 0
  const results: MeasuredOn[] = []
  try {
    // One key a connection would be one workspace a connection: the header is set with each request.
    const once = (seconds: number) =>
      runOn(server, {
        url: server.url,
        path: '/api/v1/lookup',
        connections: 64,
        seconds,
        headers: {},
        request: () => {
          const { key, scope } = choose(n++)
          const query = `where is my order ${20_000_000 + n}`
          return { headers: { authorization: `Bearer ${key}` }, body: JSON.stringify({ query, scope }) }
        },
        body: () => '',
        expectedRate: 4_000,
      })
    await atRest(server)
    await once(plan.seconds * 2)
    await atRest(server)
    for (let round = 0; round < plan.rounds; round++) results.push(await once(plan.seconds))
  } finally {
    await server.stop()
  }
  const of = (field: 'perSecond' | 'cpuUs' | 'p50Ms') => median(results.map((one) => one[field]))
  return { size, perSecond: of('perSecond'), cpuUs: of('cpuUs'), p50Ms: of('p50Ms') }
}

/** What a server does after its start (filling Redis, the chores of each workspace) is not what a look-up costs. */
async function atRest(server: Child): Promise<void> {
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    const before = await server.cpuMs()
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    if ((await server.cpuMs()) - before < 50) return
  }
}

/** The same approved answers under so many scopes that there are `size` entries. */
async function growEntries({ owner, workspaceId }: World, size: number): Promise<void> {
  await owner.query(
    `INSERT INTO entry (id, workspace_id, scope, key, state, current_version, revision)
     SELECT 'ent_s' || s || '_' || k, $1, 's' || s, CASE WHEN k = 0 THEN 'track_order' ELSE 'filler_' || k END, 'active', 0, 1
     FROM generate_series(0, $2::int - 1) s, generate_series(0, 9) k ON CONFLICT DO NOTHING`,
    [workspaceId, size / 10],
  )
  await fillVersions(owner)
}

/** So many workspaces, each with its own key, release and answer; returns the keys. */
async function growWorkspaces(world: World, size: number): Promise<string[]> {
  const { owner, workspaceId } = world
  const { newApiKey } = await import('@/lib/auth/api-key-format')
  const made = Array.from({ length: size }, newApiKey)
  const run = `${size}`
  await owner.query(
    `INSERT INTO workspace (id, slug, name, mode, policy, salt)
     SELECT 'ws_' || $2 || '_' || n, 'w' || $2 || '-' || n, 'W', 'live', w.policy, w.salt
     FROM workspace w, generate_series(0, $3::int - 1) n WHERE w.id = $1`,
    [workspaceId, run, size],
  )
  await owner.query(
    `INSERT INTO api_key (id, workspace_id, name, prefix, secret_hash, scopes, allowed_cidrs, rate_per_minute, created_by)
     SELECT 'key_' || $1 || '_' || (n - 1), 'ws_' || $1 || '_' || (n - 1), 'bench', prefix, hash, '{lookup}', '{}', 10000000, 'bench'
     FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS k(prefix, hash, n)`,
    [run, made.map(({ prefix }) => prefix), made.map(({ hash }) => hash)],
  )
  await owner.query(
    `INSERT INTO release (id, workspace_id, number, status, hash, artefact, created_by, released_by, released_at)
     SELECT 'rel_' || $2 || '_' || n, 'ws_' || $2 || '_' || n, 1, 'live', r.hash, r.artefact, 'bench', 'bench', now()
     FROM release r, generate_series(0, $3::int - 1) n WHERE r.workspace_id = $1 AND r.status = 'live'`,
    [workspaceId, run, size],
  )
  await owner.query(
    `INSERT INTO entry (id, workspace_id, scope, key, state, current_version, revision)
     SELECT 'ent_w' || $1 || '_' || n, 'ws_' || $1 || '_' || n, 'default', 'track_order', 'active', 0, 1
     FROM generate_series(0, $2::int - 1) n`,
    [run, size],
  )
  await fillVersions(owner)
  return made.map(({ key }) => key)
}

async function fillVersions(owner: World['owner']): Promise<void> {
  await owner.query(
    `INSERT INTO entry_version (entry_id, version, workspace_id, answer, slots, content_hash, risk, origin, approved_by, ruleset_version)
     SELECT id, 1, workspace_id, 'You can follow order {{order_id}} on your orders page: https://help.demo-shop.example/orders.',
       '[{"name":"order_id","type":"order_id","required":true,"answer_determining":true}]', 'bench', 'low', 'import', '[]', $1
     FROM entry WHERE current_version = 0`,
    [rulesetVersion],
  )
  await owner.query('UPDATE entry SET current_version = 1 WHERE current_version = 0')
}
