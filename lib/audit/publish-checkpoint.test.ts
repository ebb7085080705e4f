import { beforeEach, describe, expect, it } from 'vitest'
import { memoryAuditLog } from '@/lib/adapters/memory/audit-log'
import { verifyKeyChange } from './checkpoint'
import { newSigningKey, readSigningKey } from './note'
import type { AuditLog, CheckpointRecord, WitnessStatement } from './ports'
import { proveEvent } from './prove-event'
import { publishCheckpoint, rotateSigningKey } from './publish-checkpoint'
import type { PublishDeps } from './publish-checkpoint'

const workspaceId = 'ws_1'
const conflict = expect.objectContaining({ code: 'conflict' })
let nowMs: number
let log: AuditLog<unknown>
let seen: WitnessStatement[]
let deps: PublishDeps

beforeEach(() => {
  nowMs = Date.parse('2026-01-01T00:00:00Z')
  seen = []
  const clock = { now: () => new Date(nowMs) }
  log = memoryAuditLog(clock)
  const witness = { name: 'file', publish: async (said: WitnessStatement) => void seen.push(said) }
  deps = { log, clock, privateKey: readSigningKey(newSigningKey()), witnesses: [witness] }
})

describe('the signer', () => {
  it('signs nothing for an empty log', async () => {
    expect(await publishCheckpoint(deps, { workspaceId })).toEqual({ status: 'empty' })
  })

  it('signs at most every 30 s and only when there is something new', async () => {
    await grow(1)
    expect((await publishCheckpoint(deps, { workspaceId })).status).toBe('published')
    expect((await publishCheckpoint(deps, { workspaceId })).status).toBe('unchanged')
    await grow(1)
    nowMs += 29_999
    expect((await publishCheckpoint(deps, { workspaceId })).status).toBe('too_soon')
    nowMs += 1
    expect((await publishCheckpoint(deps, { workspaceId })).status).toBe('published')
    await grow(1)
    expect((await publishCheckpoint(deps, { workspaceId, force: true })).status).toBe('published')
    expect(seen.map((said) => said.note.split('\n')[1])).toEqual(['1', '2', '3'])
  })

  it('names a witness that fails and still tells the others', async () => {
    await grow(1)
    const broken = { name: 'webhook', publish: () => Promise.reject(new Error('no route')) }
    const result = await publishCheckpoint(
      { ...deps, witnesses: [broken, ...deps.witnesses] },
      { workspaceId },
    )
    expect(result).toMatchObject({ status: 'published', failedWitnesses: [{ name: 'webhook' }] })
    expect(seen).toHaveLength(1)
  })

  it('refuses a log that became shorter than what was signed', async () => {
    await signed(5)
    const short = { ...log, head: async () => ({ size: 4, hash: '0'.repeat(64) }) }
    await expectRefusal({ ...deps, log: short })
  })

  it('refuses a log whose last signed event changed, and on recheck any signed event', async () => {
    await signed(5)
    await expectRefusal({ ...deps, log: withChangedLeaf(5) })
    await grow(1)
    await expectRefusal({ ...deps, log: withChangedLeaf(2) }, { recheck: true })
  })

  it('refuses a log with a gap, or one that does not end in its head', async () => {
    await signed(5)
    await grow(3)
    await expectRefusal({ ...deps, log: withChangedLeaf(8) })
    await expectRefusal({ ...deps, log: withChangedLeaf(7, null) })
  })

  it('refuses to go on from a stored checkpoint it did not sign', async () => {
    const record = await signed(5)
    const forged = { ...record, checkpoint: { ...record.checkpoint, root: record.head } }
    await expectRefusal({ ...deps, log: { ...log, lastCheckpoint: async () => forged } })
  })

  it('refuses a database that was set back behind what a witness has seen', async () => {
    const record = await signed(5)
    const remembers = { ...deps.witnesses[0]!, lastNote: async () => record.checkpoint.note }
    await expectRefusal({
      ...deps,
      log: { ...log, lastCheckpoint: async () => null },
      witnesses: [remembers],
    })
  })

  it('refuses to sign with a key that does not speak for the log', async () => {
    await signed(5)
    await grow(1)
    await expectRefusal({ ...deps, privateKey: readSigningKey(newSigningKey()) })
  })
})

describe('a key rotation', () => {
  it('is signed by both keys, told to the witnesses, and ends the old key’s word', async () => {
    const first = await signed(5)
    const firstKey = (await log.firstKey(workspaceId))!
    const newKey = readSigningKey(newSigningKey())
    const change = await rotateSigningKey(deps, { workspaceId, newKey })
    expect(verifyKeyChange(change.note, workspaceId, firstKey)).toEqual(change)
    expect(seen.map((said) => said.kind)).toEqual(['checkpoint', 'key_change'])
    await grow(1)
    await expectRefusal(deps)
    const next = await publishCheckpoint({ ...deps, privateKey: newKey }, { workspaceId, force: true })
    expect(next).toMatchObject({ status: 'published', checkpoint: { size: 6 } })
    expect((next as { checkpoint: { key_id: string } }).checkpoint.key_id).not.toBe(first.checkpoint.key_id)
  })
})

describe('the proof of an event', () => {
  it('is there once a checkpoint covers it, and is refused when the stored log changed', async () => {
    await signed(5)
    await grow(1)
    const { items } = await log.list(workspaceId, {})
    const idOf = (seq: number) => items.find((event) => event.seq === seq)!.id
    expect(await proveEvent({ log }, { workspaceId, eventId: idOf(3) })).toMatchObject({ index: 2 })
    expect(await proveEvent({ log }, { workspaceId, eventId: idOf(6) })).toBeNull()
    const tampered = proveEvent({ log: withChangedLeaf(2) }, { workspaceId, eventId: idOf(3) })
    await expect(tampered).rejects.toThrow(conflict)
    await expect(proveEvent({ log }, { workspaceId, eventId: 'evt_none' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

async function grow(events: number): Promise<void> {
  for (let i = 0; i < events; i++) {
    const target = { type: 'entry', id: 'ent_1' }
    await log.append(null, workspaceId, {
      type: 'entry.quarantined',
      actor: { type: 'system', id: 'l0' },
      target,
    })
  }
}

async function signed(events: number): Promise<CheckpointRecord> {
  await grow(events)
  await publishCheckpoint(deps, { workspaceId })
  nowMs += 60_000
  return (await log.lastCheckpoint(workspaceId))!
}

function withChangedLeaf(seq: number, hash: string | null = 'f'.repeat(64)): AuditLog<unknown> {
  return {
    ...log,
    async *leafHashes(id, from, to) {
      let at = from
      for await (const real of log.leafHashes(id, from, to)) {
        const shown = at === seq ? hash : real
        if (shown !== null) yield shown
        at += 1
      }
    },
  }
}

async function expectRefusal(changed: PublishDeps, options: { recheck?: boolean } = {}): Promise<void> {
  const told = seen.length
  await expect(publishCheckpoint(changed, { workspaceId, ...options })).rejects.toThrow(conflict)
  expect(seen).toHaveLength(told)
}
