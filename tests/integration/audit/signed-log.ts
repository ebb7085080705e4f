import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { tmpdir } from 'node:os'
import pg from 'pg'
import { exportLog } from '@/lib/audit/export-log'
import { makeTestApp, type TestApp } from '../../support/app'

const tables = ['audit_event', 'audit_personal', 'audit_head', 'audit_checkpoint', 'audit_key']

export type Verdict = {
  ok: boolean
  code?: string
  message?: string
  seq?: number
  verified_through?: number
}

/**
 * A log made by the app itself, sealed and signed at three sizes, with a witness file; and a superuser
 * who may do anything to it, after whom everything is put back.
 */
export async function openSignedLog() {
  const directory = mkdtempSync(path.join(tmpdir(), 'l0-audit-'))
  const witness = path.join(directory, 'witness.jsonl')
  // One URL for all roles: the app drops to l0_app, the signer to l0_signer.
  const test = await makeTestApp({
    DATABASE_URL: process.env.L0_TEST_DATABASE_URL,
    DATABASE_OWNER_URL: undefined,
    WITNESS_FILE: witness,
  })
  const { app, workspaceId } = test
  const superuser = new pg.Client({ connectionString: process.env.L0_TEST_DATABASE_URL })
  await superuser.connect()
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 4; i++) await test.approve(`intent_${round}_${i}`, `Answer ${round} ${i}.`)
    await app.audit.sign(workspaceId, { force: true })
  }
  for (const table of tables)
    await superuser.query(
      `CREATE TEMP TABLE kept_${table} AS SELECT * FROM ${table} WHERE workspace_id = '${workspaceId}'`,
    )
  // The verifier stands alone: it runs from a directory that holds nothing else.
  const verifier = path.join(directory, 'l0-verify.mjs')
  copyFileSync('scripts/verify/l0-verify.mjs', verifier)
  const { size } = await app.audit.log.head(workspaceId)

  /** What somebody does who has the whole database. */
  async function tamper(statements: (query: pg.Client) => Promise<unknown>): Promise<void> {
    await superuser.query(`SET session_replication_role = replica`)
    await statements(superuser)
  }
  async function restore(): Promise<void> {
    await superuser.query(`SET session_replication_role = replica`)
    for (const table of tables) {
      await superuser.query(`DELETE FROM ${table} WHERE workspace_id = '${workspaceId}'`)
      await superuser.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`)
    }
  }
  async function exported(): Promise<string> {
    const file = path.join(directory, 'export.jsonl')
    let text = ''
    for await (const line of exportLog({ log: app.audit.log, clock: app.clock }, { workspaceId }))
      text += line
    writeFileSync(file, text)
    return file
  }
  /** Exports, and asks the verifier as a process of its own. */
  async function verify(...options: string[]): Promise<Verdict> {
    const file = await exported()
    const ran = spawnSync(process.execPath, [verifier, file, '--json', ...options], {
      cwd: directory,
      encoding: 'utf8',
      env: { NODE_ENV: 'test' },
    })
    const verdict = JSON.parse(ran.stdout) as Verdict
    if (ran.status !== (verdict.ok ? 0 : 1)) throw new Error(`exit status ${ran.status}`)
    return verdict
  }
  async function close(): Promise<void> {
    await restore()
    await superuser.end()
    await app.close()
    rmSync(directory, { recursive: true, force: true })
  }
  return { test, app, workspaceId, witness, size, tamper, restore, verify, close }
}
export type SignedLog = Awaited<ReturnType<typeof openSignedLog>>
export type { TestApp }
