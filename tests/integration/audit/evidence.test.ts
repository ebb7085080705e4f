import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeEvidence } from '@/lib/audit/evidence/make-evidence'
import type { EvidencePack, EvidenceManifest } from '@/lib/audit/evidence/schema'
import { verifyEvidence } from '@/lib/audit/evidence/verify-evidence'
import { newSigningKey, readSigningKey } from '@/lib/audit/note'
import { evidenceReader } from '@/lib/adapters/postgres/evidence-reader'
import { auditLog } from '@/lib/adapters/postgres/audit-log'
import { openDatabase, type Database } from '@/lib/adapters/postgres/database'
import { composeAudit, type Audit } from '@/lib/server/compose/audit'
import { exportEvidence } from '@/lib/server/downloads/export-evidence'
import { testEnv } from '../../support/app'
import { openBase } from '@/lib/server/build-container'
import { openHarness, refusal, type Harness } from '../review/harness'

let h: Harness
let base: ReturnType<typeof openBase>
let audit: Audit
let other: Database
let pack: EvidencePack
const actor = { type: 'system' as const, id: 'command-line', label: 'command line' }
const period = () => ({
  from: new Date(Date.now() - 3_600_000).toISOString(),
  to: new Date(Date.now() + 3_600_000).toISOString(),
})
const rowsOf = (name: string): Record<string, string>[] => parse(pack.get(name)!, { columns: true })
const exportNow = (when = period()) =>
  exportEvidence({ ...base, audit }, { workspaceId: h.workspaceId, actor, requestId: null, period: when })

beforeAll(async () => {
  h = await openHarness()
  base = openBase(
    testEnv({
      DATABASE_URL: process.env.L0_TEST_DATABASE_URL,
      DATABASE_OWNER_URL: undefined,
      REDIS_URL: undefined,
    }),
  )
  audit = composeAudit(base)
  other = openDatabase({ url: process.env.L0_TEST_DATABASE_URL!, role: 'l0_app' })
  const first = await h.person('operator', 'First')
  const second = await h.person('operator', '=HYPERLINK("https://evil.example","Second")')
  await h.person('admin', 'Third')
  await h.owner.query(`UPDATE app_user SET totp_secret = 'x', totp_enrolled_at = now() WHERE id = $1`, [
    first.user_id,
  ])
  await h.key(first.user_id)
  await h.intent('refund', 'high')
  const id = await h.fold('refund', 'You get your money back in 14 days.')
  await h.decide(first, id)
  await h.decide(second, id)
  pack = await exportNow()
})
afterAll(async () => {
  await other.close()
  await audit.close()
  await base.hot.close()
  await base.db.close()
  await h.close()
})

describe('an evidence pack', () => {
  it('names both people who approved', () => {
    const approval = rowsOf('approvals.csv').find((row) => row.key === 'refund')!
    expect(approval).toMatchObject({ approvers: '2', risk: 'high' })
    expect(approval.first_approver).toMatch(/^First/)
    expect(approval.second_approver_id).toMatch(/^usr_/)
    expect(approval.first_approver_id).not.toBe(approval.second_approver_id)
  })

  it('says who has access, with what second factor, and how well second factors cover the roles', () => {
    expect(rowsOf('people.csv')).toHaveLength(3)
    expect(
      rowsOf('people.csv')
        .map((row) => row.mfa_methods)
        .sort(),
    ).toEqual(['authenticator app', 'none', 'none'])
    expect(rowsOf('mfa_coverage.csv').at(-1)).toMatchObject({
      role: 'all',
      people: '3',
      with_second_factor: '1',
      without: '2',
      percent: '33.3',
    })
    expect(rowsOf('api_keys.csv')[0]).toMatchObject({ state: 'live', scopes: 'review' })
    expect(pack.get('api_keys.csv')).not.toMatch(/[0-9a-f]{64}/)
  })

  it('has no cell that a spreadsheet would run', () => {
    for (const [name, text] of pack) {
      if (!name.endsWith('.csv')) continue
      for (const row of parse(text) as string[][]) {
        for (const cell of row)
          expect(cell, `${name}: ${cell}`).not.toMatch(/^[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/)
      }
    }
    expect(pack.get('people.csv')).toContain(`'=HYPERLINK`)
  })

  it('has rows of the period and of the workspace only', async () => {
    const before = { from: '2020-01-01T00:00:00.000Z', to: '2020-02-01T00:00:00.000Z' }
    const old = await exportNow(before)
    expect(parse(old.get('approvals.csv')!, { columns: true })).toEqual([])
    expect(parse(old.get('exports.csv')!, { columns: true })).toEqual([])
    const ids = rowsOf('exports.csv').map((row) => row.target_id)
    expect(new Set(ids)).toEqual(new Set([h.workspaceId]))
  })

  it('verifies, tied to a key or not', async () => {
    const key = (await audit.log.firstKey(h.workspaceId))!
    expect(verifyEvidence(pack)).toMatchObject({ ok: true, anchored: false, workspace: h.workspaceId })
    const current = (JSON.parse(pack.get('manifest.json')!) as EvidenceManifest).key
    expect(verifyEvidence(pack, current)).toMatchObject({ ok: true, anchored: true })
    expect(verifyEvidence(pack, `${key}x`)).toMatchObject({ ok: false })
  })

  it('a byte changed in any file, a file missing or added, is found and named', () => {
    for (const [name, text] of pack) {
      const at = Math.floor(text.length / 2)
      const changed = text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1)
      const verdict = verifyEvidence(new Map(pack).set(name, changed))
      expect(verdict, name).toMatchObject({ ok: false })
      const without = new Map(pack)
      without.delete(name)
      expect(verifyEvidence(without), name).toMatchObject({ ok: false, file: name, problem: 'it is missing' })
    }
    expect(verifyEvidence(new Map(pack).set('extra.csv', ''))).toMatchObject({ ok: false, file: 'extra.csv' })
  })

  it('made up whole with another key it is refused by whoever knows the key', async () => {
    const honest = JSON.parse(pack.get('manifest.json')!) as EvidenceManifest
    const last = await audit.log.lastCheckpoint(h.workspaceId)
    const deps = { reader: evidenceReader(other), log: auditLog(other, null), now: new Date() }
    const input = {
      workspaceId: h.workspaceId,
      period: period(),
      generatedBy: 'nobody',
      checkpoint: last!.checkpoint,
      privateKey: readSigningKey(newSigningKey()),
    }
    const forged = await makeEvidence(deps, input)
    expect(verifyEvidence(forged)).toMatchObject({ ok: false })
    expect(verifyEvidence(forged, honest.key)).toMatchObject({ ok: false })
  })

  it('a period that ends before it begins is refused', async () => {
    const { from, to } = period()
    expect(await refusal(exportNow({ from: to, to: from }))).toMatchObject({ code: 'invalid_input' })
  })
})

it('a decision that a rule refused is in the failed controls', async () => {
  const editor = await h.person('operator', 'Editor')
  const id = await h.fold('refund_own', 'Money back.')
  await h.intent('refund_own', 'high')
  await h.owner.query(`UPDATE proposal SET risk = 'high', edited_by = ARRAY[$2] WHERE id = $1`, [
    id,
    editor.user_id,
  ])
  expect(await refusal(h.decide(editor, id))).toMatchObject({ code: 'forbidden' })
  pack = await exportNow()
  const row = rowsOf('failed_controls.csv').find((one) => one.target_id === id)
  expect(row).toMatchObject({ type: 'access.denied', actor_id: editor.user_id })
})
