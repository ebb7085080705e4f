import { beforeEach, describe, expect, it } from 'vitest'
import { signCheckpoint, signKeyChange, logOrigin } from '@/lib/audit/checkpoint'
import { exportLog } from '@/lib/audit/export-log'
import { genesisHash, leafHash } from '@/lib/audit/leaf'
import { newSigningKey, readSigningKey, verifierKey } from '@/lib/audit/note'
import type { AuditLog } from '@/lib/audit/ports'
import type { AuditEventInput } from '@/lib/audit/schema'
import { systemClock } from '@/lib/kernel/time'
import { ExportChecker } from '@/scripts/verify/l0-verify.mjs'

/** A log to test, a way to open a transaction in it, and a workspace id nobody has used. */
export type AuditLogUnderTest<Tx> = {
  log: AuditLog<Tx>
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  newWorkspaceId(): Promise<string>
}

/** What every audit log must do. Each adapter's tests call it. */
export function auditLogContract<Tx>(name: string, makeLog: () => Promise<AuditLogUnderTest<Tx>>): void {
  describe(`audit log contract: ${name}`, () => {
    let under: AuditLogUnderTest<Tx>
    let ws: string
    const append = (input: Partial<AuditEventInput> = {}) =>
      under.transact((tx) => under.log.append(tx, ws, { ...decision, ...input }))

    beforeEach(async () => {
      under = await makeLog()
      ws = await under.newWorkspaceId()
    })

    it('is empty at first', async () => {
      expect(await under.log.head(ws)).toEqual({ size: 0, hash: genesisHash })
      expect(await under.log.list(ws, {})).toEqual({ items: [], next_cursor: null })
      expect(await under.log.lastCheckpoint(ws)).toBeNull()
      expect(await under.log.firstKey(ws)).toBeNull()
    })

    it('numbers events from 1 without gaps and chains each to the one before', async () => {
      for (let i = 0; i < 3; i++) await append()
      let prev = genesisHash
      let seq = 0
      for await (const sealed of under.log.leaves(ws, 1, 3)) {
        seq += 1
        const leaf = JSON.parse(sealed.leaf) as { seq: number; prev: string; ws: string }
        expect(leaf).toMatchObject({ seq, prev, ws })
        expect(sealed).toMatchObject({ seq, leafHash: leafHash(sealed.leaf) })
        prev = sealed.leafHash
      }
      expect(await under.log.head(ws)).toEqual({ size: 3, hash: prev })
    })

    it('seals several events of one transaction in the order they were appended', async () => {
      const ids = await under.transact(async (tx) => {
        const made = []
        for (let i = 0; i < 5; i++) made.push((await under.log.append(tx, ws, decision)).id)
        return made
      })
      const { items } = await under.log.list(ws, {})
      expect(items.map((event) => event.id)).toEqual(ids.toReversed())
      expect(items.map((event) => event.seq)).toEqual([5, 4, 3, 2, 1])
    })

    it('leaves nothing, not even a number, of a transaction that fails', async () => {
      await append()
      const failed = under.transact(async (tx) => {
        await under.log.append(tx, ws, decision)
        throw new Error('the change failed')
      })
      await expect(failed).rejects.toThrow('the change failed')
      await append()
      const { items } = await under.log.list(ws, {})
      expect(items.map((event) => event.seq)).toEqual([2, 1])
    })

    it('neither forks nor leaves gaps with many writers at once', async () => {
      const writers = Array.from({ length: 10 }, async () => {
        for (let i = 0; i < 5; i++) await append()
      })
      await Promise.all(writers)
      const checker = new ExportChecker()
      await publishAll(under, ws)
      for await (const line of exportLog({ log: under.log, clock: systemClock }, { workspaceId: ws })) {
        checker.line(line.trimEnd())
      }
      expect(checker.finish()).toMatchObject({ ok: true, events: 50, verified_through: 50 })
    })

    it('keeps the logs of workspaces apart', async () => {
      const other = await under.newWorkspaceId()
      const { id } = await append()
      await under.transact((tx) => under.log.append(tx, other, decision))
      expect((await under.log.head(other)).size).toBe(1)
      expect(await under.log.get(other, id)).toBeNull()
      expect(await under.log.get(ws, id)).toMatchObject({ id, seq: 1 })
    })

    it('returns an event as it was written, read from its leaf', async () => {
      const { id, at } = await append({ before: { b: 1, a: 'é "\u2028' }, after: null, request_id: 'req_1' })
      expect(await under.log.get(ws, id)).toMatchObject({
        ...decision,
        id,
        at,
        before: { b: 1, a: 'é "\u2028' },
        after: null,
        request_id: 'req_1',
        risk: 'medium',
        personal: { ip: { value: '192.0.2.1' }, actor_label: { value: 'ann@example.org' } },
      })
    })

    it('refuses an event that is not one', async () => {
      await expect(append({ type: 'proposal.guessed' as never })).rejects.toMatchObject({
        code: 'invalid_input',
      })
      expect((await under.log.head(ws)).size).toBe(0)
    })

    it('filters by actor, type, target, risk and time, and pages without loss or repeats', async () => {
      for (let i = 0; i < 7; i++) await append({ actor: { type: 'api_key', id: 'key_1', label: 'shop' } })
      const rolled = await append({ type: 'entry.rolled_back', target: { type: 'entry', id: 'ent_1' } })
      const idsOf = async (query: object) => (await under.log.list(ws, query)).items.map((event) => event.id)
      expect(await idsOf({ actor: 'usr_1' })).toEqual([rolled.id])
      expect(await idsOf({ type: 'entry.rolled_back,entry.disabled' })).toEqual([rolled.id])
      expect(await idsOf({ target_type: 'entry', target: 'ent_1' })).toEqual([rolled.id])
      expect(await idsOf({ risk: 'high' })).toEqual([rolled.id])
      expect(await idsOf({ from: '2999-01-01T00:00:00Z' })).toEqual([])
      expect(await idsOf({ to: '2999-01-01T00:00:00Z', limit: 1 })).toEqual([rolled.id])
      const seen: number[] = []
      let cursor: string | null = null
      do {
        const page = await under.log.list(ws, { limit: 3, cursor: cursor ?? undefined })
        seen.push(...page.items.map((event) => event.seq))
        cursor = page.next_cursor
      } while (cursor !== null)
      expect(seen).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
      await expect(under.log.list(ws, { limit: 0 })).rejects.toMatchObject({ code: 'invalid_input' })
    })

    it('erases personal values while every leaf stays as it was', async () => {
      const first = await append()
      const second = await append({ personal: { ip: '192.0.2.9' } })
      const before = await under.log.head(ws)
      const byValue = { values: ['192.0.2.9'] }
      expect(await under.transact((tx) => under.log.erasePersonal(tx, ws, byValue))).toBe(1)
      const byEvent = { eventIds: [first.id] }
      expect(await under.transact((tx) => under.log.erasePersonal(tx, ws, byEvent))).toBe(2)
      expect(await under.log.head(ws)).toEqual(before)
      expect(await under.log.get(ws, first.id)).toMatchObject({
        actor: { label: null },
        personal: { ip: { value: null } },
      })
      expect(await under.log.get(ws, second.id)).toMatchObject({ actor: { label: 'ann@example.org' } })
      for await (const sealed of under.log.leaves(ws, 1, 2))
        expect(leafHash(sealed.leaf)).toBe(sealed.leafHash)
    })

    it('keeps checkpoints, only ever growing, with what the signer needs to go on', async () => {
      for (let i = 0; i < 5; i++) await append()
      const record = await publishAll(under, ws)
      expect(await under.log.lastCheckpoint(ws)).toEqual(record)
      await expect(under.log.saveCheckpoint(record)).rejects.toMatchObject({ code: 'conflict' })
      expect(await under.log.checkpointCovering(ws, 3)).toEqual(record.checkpoint)
      expect(await under.log.checkpointCovering(ws, 6)).toBeNull()
      const kept = []
      for await (const checkpoint of under.log.checkpoints(ws)) kept.push(checkpoint)
      expect(kept).toEqual([record.checkpoint])
    })

    it('keeps one first key and lets each key hand over once', async () => {
      await append()
      await publishAll(under, ws)
      const first = verifierKey(logOrigin(ws), signingKey)
      await under.log.saveFirstKey(ws, first)
      expect(await under.log.firstKey(ws)).toBe(first)
      const stranger = verifierKey(logOrigin(ws), readSigningKey(newSigningKey()))
      await expect(under.log.saveFirstKey(ws, stranger)).rejects.toMatchObject({ code: 'conflict' })
      const handOver = () =>
        signKeyChange({
          workspace: ws,
          size: 1,
          oldKey: signingKey,
          newKey: readSigningKey(newSigningKey()),
          now: new Date(),
        })
      const change = handOver()
      await under.log.saveKeyChange(change)
      await expect(under.log.saveKeyChange(handOver())).rejects.toMatchObject({ code: 'conflict' })
      expect(await under.log.keyChanges(ws)).toEqual([change])
    })
  })
}

const decision: AuditEventInput = {
  type: 'proposal.approved',
  actor: { type: 'user', id: 'usr_1', label: 'ann@example.org' },
  target: { type: 'proposal', id: 'prop_1', label: 'cancel_order' },
  reason: 'checked',
  personal: { ip: '192.0.2.1' },
}

const signingKey = readSigningKey(newSigningKey())

async function publishAll<Tx>({ log }: AuditLogUnderTest<Tx>, ws: string) {
  const newLeaves: string[] = []
  for await (const hash of log.leafHashes(ws, 1, (await log.head(ws)).size)) newLeaves.push(hash)
  const record = signCheckpoint({
    workspace: ws,
    last: null,
    newLeaves,
    privateKey: signingKey,
    now: new Date(),
  })
  await log.saveFirstKey(ws, verifierKey(logOrigin(ws), signingKey))
  await log.saveCheckpoint(record)
  return record
}
