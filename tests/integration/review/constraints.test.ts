import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '@/lib/kernel/ids'
import { foldProposal } from '@/lib/proposals/intake/fold-proposal'
import { openHarness, type Harness } from './harness'

let h: Harness
let app: pg.Client
beforeAll(async () => {
  h = await openHarness()
  app = new pg.Client({ connectionString: process.env.L0_TEST_DATABASE_URL, options: '-c role=l0_app' })
  await app.connect()
})
afterAll(async () => {
  await app.end()
  await h.close()
})

const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'it was allowed',
    (error: Error) => error.message,
  )

async function published(key: string, answer = 'Text.') {
  await h.intent(key, 'low')
  const { entry } = await h.decide(await h.key(), await h.fold(key, answer))
  return entry!
}

const insertVersion = (
  client: pg.Client | pg.Pool,
  entry: string,
  version: number,
  proposal: string | null = null,
) =>
  client.query(
    `INSERT INTO entry_version (entry_id, version, workspace_id, answer, content_hash, risk, origin, proposal_id, approved_by)
     VALUES ($1, $2, $3, 'x', 'h', 'low', 'approval', $4, '[]')`,
    [entry, version, h.workspaceId, proposal],
  )

describe('what was approved stays as it was', () => {
  test.each(['app', 'owner'] as const)('versions refuse UPDATE, DELETE and TRUNCATE as %s', async (who) => {
    const entry = await published(`immutable_${who}`)
    const client = who === 'app' ? app : h.owner
    const refused = who === 'app' ? /permission denied/ : /append-only/
    const where = `WHERE entry_id = '${entry.id}'`
    expect(await failure(client.query(`UPDATE entry_version SET answer = 'forged' ${where}`))).toMatch(
      refused,
    )
    expect(await failure(client.query(`DELETE FROM entry_version ${where}`))).toMatch(refused)
    expect(await failure(client.query(`TRUNCATE entry_version CASCADE`))).toMatch(refused)
  })

  test('version numbers are gapless', async () => {
    const entry = await published('gapless')
    expect(await failure(insertVersion(app, entry.id, 3))).toMatch(/does not follow/)
    expect(await failure(insertVersion(app, entry.id, 1))).toMatch(/does not follow|duplicate/)
    for (const text of ['b', 'c', 'd']) await h.decide(await h.key(), await h.fold('gapless', text))
    const { rows } = await h.owner.query(`SELECT version FROM entry_version WHERE entry_id = $1 ORDER BY 1`, [
      entry.id,
    ])
    expect(rows.map((row) => row.version)).toEqual([1, 2, 3, 4])
  })

  test('neither the revision nor the served version ever falls', async () => {
    const entry = await published('monotone')
    await h.decide(await h.key(), await h.fold('monotone', 'b'))
    const set = (what: string) => failure(app.query(`UPDATE entry SET ${what} WHERE id = $1`, [entry.id]))
    expect(await set('revision = revision - 1')).toMatch(/never falls/)
    expect(await set('current_version = 1')).toMatch(/never falls/)
    expect(await set('current_version = 9')).toMatch(/cannot be served/)
    expect(await set(`key = 'other'`)).toMatch(/never changes/)
  })
})

describe('one of a kind', () => {
  test('20 first misses of one key make one pending proposal that counts them all', async () => {
    await h.intent('burst', 'low')
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, i) => h.fold('burst', 'Same.', `q ${i % 5}`)),
    )
    expect(new Set(ids).size).toBe(1)
    const proposal = await h.review.unit.read(h.workspaceId).proposals.get(ids[0]!)
    expect(proposal!.count).toBe(20)
    expect(proposal!.samples.map((sample) => sample.count)).toEqual([4, 4, 4, 4, 4])
  })

  test('misses told together count each, whatever is in them', async () => {
    const texts = ['a', 'b', 'a', 'nul \0 and half \ud83d a pair', 'a']
    const fold = () =>
      foldProposal(h.review, {
        workspace_id: h.workspaceId,
        scope: 'default',
        key: 'together',
        answer: 'Same.',
        model: 'test-model',
        samples: texts.map((text) => ({ text, entities: [], user_hash: null, answer: 'Same.' })),
      })
    await h.intent('together', 'low')
    const first = await fold()
    expect(await fold()).toEqual({ ...first, created: false })
    const proposal = first.folded && (await h.review.unit.read(h.workspaceId).proposals.get(first.id))
    if (!proposal) throw new Error('not folded')
    expect(proposal.count).toBe(10)
    expect(proposal.samples.map(({ text, count }) => [text, count]).sort()).toEqual([
      ['a', 6],
      ['b', 2],
      ['nul \ufffd and half \ufffd a pair', 2],
    ])
  })

  test('samples stay within the policy’s bound', async () => {
    await h.intent('bounded', 'low')
    await h.setPolicy({ samples_per_proposal: 3 })
    let id = ''
    for (let i = 0; i < 6; i++) id = await h.fold('bounded', 'Same.', `question ${i}`)
    const proposal = await h.review.unit.read(h.workspaceId).proposals.get(id)
    expect(proposal!.samples).toHaveLength(3)
    expect(proposal!.count).toBe(6)
  })
})

describe('seeded items', () => {
  const seed = async (known: 'good' | 'bad', key: string) => {
    const id = newId('prop')
    await h.owner.query(
      `INSERT INTO proposal (id, workspace_id, scope, key, origin, risk, answer, model_answer, content_hash, seeded)
       VALUES ($1, $2, 'default', $3, 'seeded', 'low', 'Known.', 'Known.', 'x', $4)`,
      [id, h.workspaceId, key, known],
    )
    return id
  }

  test('can be decided but never published', async () => {
    await h.intent('seeded', 'low')
    const id = await seed('bad', 'seeded')
    const result = await h.decide(await h.key(), id)
    expect(result).toMatchObject({
      done: true,
      proposal: { status: 'approved', origin: 'miss', entry_id: null },
    })
    expect(result.entry).toBeUndefined()
    expect(await h.review.unit.read(h.workspaceId).entries.find('default', 'seeded')).toBeNull()
  })

  test('the database refuses a version made of one, and un-seeding it', async () => {
    const entry = await published('seed_target')
    const id = await seed('good', 'seed_target')
    expect(await failure(insertVersion(app, entry.id, 2, id))).toMatch(/can never be published/)
    expect(await failure(app.query(`UPDATE proposal SET entry_id = 'ent_x' WHERE id = $1`, [id]))).toMatch(
      /proposal_seeded_unpublished/,
    )
    expect(await failure(app.query(`UPDATE proposal SET seeded = NULL WHERE id = $1`, [id]))).toMatch(
      /stays one/,
    )
  })
})

describe('tenants', () => {
  test('a store of one workspace reaches nothing of another', async () => {
    const other = await openHarness()
    try {
      await h.intent('private', 'low')
      const id = await h.fold('private')
      const entry = await published('private_entry')
      const reader = other.review.unit.read(other.workspaceId)
      const now = h.clock.now()
      expect(await reader.proposals.get(id)).toBeNull()
      expect(await reader.entries.get(entry.id)).toBeNull()
      expect(await reader.proposals.claim(id, 'usr_x', 't', now, now)).toBeNull()
      expect(await reader.proposals.assign([id], null, now)).toEqual([])
      expect(await reader.proposals.close(id, 'rejected', { id: 'x', entry_id: null }, now)).toBe(false)
      expect(await reader.desk.subjectExists({ type: 'proposal', id })).toBe(false)
      const locked = await other.review.unit.transact(other.workspaceId, (tx) => tx.proposals.lock(id))
      expect(locked).toBeNull()
    } finally {
      await other.close()
    }
  })

  test('a version cannot name an entry of another workspace', async () => {
    const other = await openHarness()
    const entry = await published('foreign')
    const foreign = app.query(
      `INSERT INTO entry_version (entry_id, version, workspace_id, answer, content_hash, risk, origin, approved_by)
       VALUES ($1, 2, $2, 'x', 'h', 'low', 'approval', '[]')`,
      [entry.id, other.workspaceId],
    )
    expect(await failure(foreign)).toMatch(/is not of workspace/)
    await other.close()
  })

  test('the app’s role owns nothing and cannot change the schema', async () => {
    const { rows } = await app.query(
      `SELECT count(*)::int AS owned FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = 'l0_app')`,
    )
    expect(rows[0].owned).toBe(0)
    expect(await failure(app.query('DROP TRIGGER entry_version_immutable ON entry_version'))).toMatch(
      /must be owner/,
    )
    expect(await failure(app.query('CREATE TABLE mine (id int)'))).toMatch(/permission denied/)
  })
})
