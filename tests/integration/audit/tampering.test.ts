import type pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { logOrigin, signCheckpoint, signKeyChange } from '@/lib/audit/checkpoint'
import { genesisHash, leafHash } from '@/lib/audit/leaf'
import { newSigningKey, readSigningKey, signNote, verifierKey } from '@/lib/audit/note'
import { newId } from '@/lib/kernel/ids'
import { openSignedLog, type SignedLog } from './signed-log'

let log: SignedLog
let ws: string
const stranger = readSigningKey(newSigningKey())

beforeAll(async () => {
  log = await openSignedLog()
  ws = log.workspaceId
})
afterAll(() => log.close())
afterEach(() => log.restore())

const withWitness = () => log.verify('--witness', log.witness)

async function rowsOf(db: pg.Client): Promise<{ id: string; seq: string; leaf: string }[]> {
  return (await db.query(`SELECT id, seq, leaf FROM audit_event WHERE workspace_id = '${ws}' ORDER BY seq`))
    .rows
}

/** Changes what an event says: a leaf that is still canonical JSON, and says somebody else did it. */
const edited = (leaf: string) => leaf.replace(/"actor":\{"id":"[^"]+"/, '"actor":{"id":"usr_nobody"')

/** Writes the chain again over what is there now: every number, every hash, the head. */
async function rehash(db: pg.Client): Promise<string[]> {
  const hashes: string[] = []
  let prev = genesisHash
  const rows = await rowsOf(db)
  // Out of the way of the unique indexes, which even a superuser keeps.
  await db.query(`UPDATE audit_event SET prev_hash = id WHERE workspace_id = '${ws}'`)
  for (const [i, row] of rows.entries()) {
    const leaf = row.leaf.replace(/"prev":"[0-9a-f]{64}","seq":\d+/, `"prev":"${prev}","seq":${i + 1}`)
    const hash = leafHash(leaf)
    await db.query(
      `UPDATE audit_event SET seq = $2, leaf = $3, leaf_hash = $4, prev_hash = $5 WHERE id = $1`,
      [row.id, -(i + 1), leaf, hash, prev],
    )
    hashes.push((prev = hash))
  }
  await db.query(`UPDATE audit_event SET seq = -seq WHERE workspace_id = '${ws}'`)
  await db.query(`UPDATE audit_head SET size = $1, head_hash = $2 WHERE workspace_id = '${ws}'`, [
    hashes.length,
    prev,
  ])
  return hashes
}

/** Another history signed by another key, as whoever has the database could make it whole. */
async function signAgain(db: pg.Client, hashes: string[]): Promise<void> {
  await db.query(`DELETE FROM audit_checkpoint WHERE workspace_id = '${ws}'`)
  await db.query(`DELETE FROM audit_key WHERE workspace_id = '${ws}'`)
  await db.query(`INSERT INTO audit_key (workspace_id, verifier_key) VALUES ($1, $2)`, [
    ws,
    verifierKey(logOrigin(ws), stranger),
  ])
  await insertForged(db, hashes)
}

async function insertForged(db: pg.Client, hashes: string[]): Promise<void> {
  const { checkpoint, peaks, head } = signCheckpoint({
    workspace: ws,
    last: null,
    newLeaves: hashes,
    privateKey: stranger,
    now: new Date(),
  })
  await db.query(
    `INSERT INTO audit_checkpoint (id, workspace_id, size, root, key_id, note, peaks, head_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      newId('chk'),
      ws,
      checkpoint.size,
      checkpoint.root,
      checkpoint.key_id,
      checkpoint.note,
      peaks.join(' '),
      head,
    ],
  )
}

describe('what a superuser does to the log with every trigger off', () => {
  it('nothing is wrong before', async () => {
    expect(await withWitness()).toMatchObject({ ok: true, verified_through: log.size, witnessed: 3 })
  })

  it('an edit of any event is found, and named', async () => {
    for (let seq = 1; seq <= log.size; seq++) {
      await log.tamper(async (db) => {
        const { id, leaf } = (await rowsOf(db))[seq - 1]!
        expect(edited(leaf)).not.toBe(leaf)
        await db.query(`UPDATE audit_event SET leaf = $2 WHERE id = $1`, [id, edited(leaf)])
      })
      expect(await log.verify(), `edit of #${seq}`).toMatchObject({ ok: false, code: 'leaf_changed', seq })
      await log.restore()
    }
  })

  it('an edit with its own hash made right is found at the next link, or at the next signature', async () => {
    for (let seq = 1; seq <= log.size; seq++) {
      await log.tamper(async (db) => {
        const { id, leaf } = (await rowsOf(db))[seq - 1]!
        await db.query(`UPDATE audit_event SET leaf = $2, leaf_hash = $3 WHERE id = $1`, [
          id,
          edited(leaf),
          leafHash(edited(leaf)),
        ])
      })
      const verdict = await log.verify()
      expect(verdict.ok, `edit of #${seq}`).toBe(false)
      expect(['chain', 'root']).toContain(verdict.code)
      expect(verdict.seq).toBe(verdict.code === 'chain' ? seq + 1 : seq)
      await log.restore()
    }
  })

  it('a deleted event is found, wherever it stood', async () => {
    for (let seq = 1; seq <= log.size; seq++) {
      await log.tamper((db) =>
        db.query(`DELETE FROM audit_event WHERE workspace_id = '${ws}' AND seq = ${seq}`),
      )
      const verdict = await log.verify()
      expect(verdict, `deletion of #${seq}`).toMatchObject({ ok: false })
      expect(verdict.code).toBe(seq === log.size ? 'truncated' : 'sequence')
      if (seq < log.size) expect(verdict.seq).toBe(seq)
      await log.restore()
    }
  })

  it('a deleted event with the rest moved up and hashed again is found by the signatures', async () => {
    await log.tamper(async (db) => {
      await db.query(`DELETE FROM audit_event WHERE workspace_id = '${ws}' AND seq = 5`)
      await rehash(db)
    })
    expect(await log.verify()).toMatchObject({ ok: false, code: 'root' })
  })

  it('two events that changed places are found', async () => {
    await log.tamper(async (db) => {
      const of = `WHERE workspace_id = '${ws}' AND seq =`
      await db.query(`UPDATE audit_event SET seq = -1 ${of} 6`)
      await db.query(`UPDATE audit_event SET seq = 6 ${of} 7`)
      await db.query(`UPDATE audit_event SET seq = 7 ${of} -1`)
    })
    expect(await log.verify()).toMatchObject({ ok: false, code: 'sequence', seq: 6 })
    await log.tamper(rehash)
    expect(await log.verify()).toMatchObject({ ok: false, code: 'root' })
  })

  it('an invented event in the middle, with everything after it hashed again, is found', async () => {
    await log.tamper(async (db) => {
      await db.query(`UPDATE audit_event SET seq = seq + 1000 WHERE workspace_id = '${ws}' AND seq > 4`)
      await db.query(
        `INSERT INTO audit_event SELECT 'evt_invented', workspace_id, 5, type, actor_type, actor_id, target_type, target_id, risk, at, body,
           replace(leaf, id, 'evt_invented'), repeat('e', 64), repeat('f', 64), request_id
         FROM audit_event WHERE workspace_id = '${ws}' AND seq = 4`,
      )
      await rehash(db)
    })
    expect(await log.verify()).toMatchObject({ ok: false, code: 'root' })
  })

  it('a tail that was cut off is found by the checkpoints, and without them by the witness', async () => {
    const keep = log.size - 3
    await log.tamper(async (db) => {
      await db.query(`DELETE FROM audit_event WHERE workspace_id = '${ws}' AND seq > ${keep}`)
      await rehash(db)
    })
    expect(await log.verify()).toMatchObject({ ok: false, code: 'truncated' })
    await log.tamper((db) =>
      db.query(`DELETE FROM audit_checkpoint WHERE workspace_id = '${ws}' AND size > ${keep}`),
    )
    // Shorter and whole: nothing inside the export can tell. This is what witnesses are for.
    expect(await log.verify()).toMatchObject({ ok: true })
    expect(await withWitness()).toMatchObject({ ok: false, code: 'truncated', seq: keep + 1 })
  })

  it('the loss of the whole log is found by the witness, and by whoever knows the key', async () => {
    const key = (await log.app.audit.log.firstKey(ws))!
    await log.tamper(async (db) => {
      for (const table of ['audit_event', 'audit_personal', 'audit_head', 'audit_checkpoint', 'audit_key'])
        await db.query(`DELETE FROM ${table} WHERE workspace_id = '${ws}'`)
    })
    expect(await withWitness()).toMatchObject({ ok: false, code: 'truncated', seq: 1 })
    expect(await log.verify('--key', key)).toMatchObject({ ok: false, code: 'wrong_key' })
  })

  it('an edit with everything after it hashed again is found by the signatures', async () => {
    await log.tamper(async (db) => {
      const { id, leaf } = (await rowsOf(db))[2]!
      await db.query(`UPDATE audit_event SET leaf = $2 WHERE id = $1`, [id, edited(leaf)])
      await rehash(db)
    })
    const verdict = await log.verify()
    expect(verdict).toMatchObject({ ok: false, code: 'root' })
    expect(verdict.message).toContain('the events are not what was signed')
  })

  it('the same, signed again from the first checkpoint with another key, is found by the witness', async () => {
    const key = (await log.app.audit.log.firstKey(ws))!
    await log.tamper(async (db) => {
      const { id, leaf } = (await rowsOf(db))[2]!
      await db.query(`UPDATE audit_event SET leaf = $2 WHERE id = $1`, [id, edited(leaf)])
      await signAgain(db, await rehash(db))
    })
    expect(await withWitness()).toMatchObject({ ok: false, code: 'root' })
    expect(await log.verify('--key', key)).toMatchObject({ ok: false, code: 'wrong_key' })
  })

  it('a checkpoint signed with another key is found', async () => {
    await log.tamper(async (db) => {
      const { rows } = await db.query<{ leaf_hash: string }>(
        `SELECT leaf_hash FROM audit_event WHERE workspace_id = '${ws}' ORDER BY seq LIMIT 5`,
      )
      await db.query(`DELETE FROM audit_checkpoint WHERE workspace_id = '${ws}' AND size = 5`)
      await insertForged(
        db,
        rows.map((row) => row.leaf_hash),
      )
    })
    expect(await log.verify()).toMatchObject({ ok: false, code: 'bad_signature' })
  })

  it('a change of keys that the old key did not sign is found', async () => {
    const first = (await log.app.audit.log.firstKey(ws))!
    const honest = signKeyChange({
      workspace: ws,
      size: log.size,
      oldKey: readSigningKey(newSigningKey()),
      newKey: stranger,
      now: new Date(),
    })
    const text = `${honest.note.split('\n\n')[0]}\n`.replace(honest.old_key, first)
    await log.tamper((db) =>
      db.query(
        `INSERT INTO audit_key (workspace_id, verifier_key, old_key, size, note) VALUES ($1, $2, $3, $4, $5)`,
        [ws, honest.new_key, first, log.size, signNote(text, logOrigin(ws), [stranger])],
      ),
    )
    expect(await log.verify()).toMatchObject({ ok: false, code: 'bad_signature' })
  })

  it('the running signer refuses to sign on over a changed past', async () => {
    await log.tamper(async (db) => {
      const { id, leaf } = (await rowsOf(db))[2]!
      await db.query(`UPDATE audit_event SET leaf = $2 WHERE id = $1`, [id, edited(leaf)])
      await rehash(db)
    })
    const signing = log.app.audit.sign(ws, { force: true, recheck: true })
    await expect(signing).rejects.toMatchObject({ code: 'conflict' })
  })
})

it('without a superuser nobody edits: the app’s role is refused each of these', async () => {
  const { prisma } = log.app.db
  for (const statement of [
    `UPDATE audit_event SET leaf = leaf WHERE workspace_id = '${ws}'`,
    `DELETE FROM audit_event WHERE workspace_id = '${ws}'`,
    `TRUNCATE audit_event`,
    `UPDATE audit_head SET size = 0 WHERE workspace_id = '${ws}'`,
    `INSERT INTO audit_checkpoint (id, workspace_id, size, root, key_id, note) VALUES ('x', '${ws}', 1, '', '', '')`,
    `SELECT private_key FROM signer_key`,
    `SET session_replication_role = replica`,
  ])
    await expect(prisma.$executeRawUnsafe(statement), statement).rejects.toThrow(
      /permission denied|append-only/,
    )
})
