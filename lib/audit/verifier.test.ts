import { beforeAll, describe, expect, it } from 'vitest'
import { memoryAuditLog } from '@/lib/adapters/memory/audit-log'
import { ExportChecker, VerifyFailure, verifyProof } from '@/scripts/verify/l0-verify.mjs'
import type { WitnessLine } from '@/scripts/verify/l0-verify.mjs'
import {
  cutTail,
  editLine,
  forgeWhole,
  forgedRoot,
  forgedSignature,
  forgedSize,
  forgedTime,
  indexOfEvent,
  kindOf,
  line,
  mapEvent,
  noteOf,
  rehash,
  signWith,
  signsMoreThan,
  tamperedLog,
} from '@/tests/support/tamper-export'
import { logOrigin, signKeyChange } from './checkpoint'
import { exportLog } from './export-log'
import { genesisHash, leafHash } from './leaf'
import { newSigningKey, readSigningKey, verifierKey } from './note'
import { proveEvent } from './prove-event'
import { publishCheckpoint, rotateSigningKey } from './publish-checkpoint'
import type { AuditEventInput } from './schema'

const workspaceId = tamperedLog
const total = 30 // events; checkpoints at 10, 20 and 30, a key change at 20
const firstKey = readSigningKey(newSigningKey())
const secondKey = readSigningKey(newSigningKey())
const strangersKey = readSigningKey(newSigningKey())
const now = new Date('2026-03-01T00:00:00.000Z')

const honest: string[] = []
const witness: WitnessLine[] = []
let proofText = ''

beforeAll(async () => {
  const clock = { now: () => new Date(now) }
  const log = memoryAuditLog(clock)
  const deps = {
    log,
    clock,
    privateKey: firstKey,
    witnesses: [{ name: 'file', publish: async (said: WitnessLine) => void witness.push(said) }],
  }
  for (let i = 1; i <= total; i++) {
    await log.append(null, workspaceId, eventInput(i))
    now.setSeconds(now.getSeconds() + 4)
    if (i === 20) await rotateSigningKey(deps, { workspaceId, newKey: secondKey })
    if (i === 20) deps.privateKey = secondKey
    if (i % 10 === 0 && i !== 20) await publishCheckpoint(deps, { workspaceId })
  }
  for await (const text of exportLog({ log, clock }, { workspaceId, withPersonal: true }))
    honest.push(text.trimEnd())
  const { items } = await log.list(workspaceId, { limit: 200 })
  proofText = JSON.stringify(await proveEvent({ log }, { workspaceId, eventId: items.at(-5)!.id }))
})

type Options = { witnesses?: WitnessLine[]; pinnedKey?: string }

function check(lines: string[], options: Options = {}) {
  try {
    const checker = new ExportChecker(options)
    for (const text of lines) checker.line(text)
    return checker.finish()
  } catch (error) {
    if (error instanceof VerifyFailure)
      return { ok: false as const, code: error.code, message: error.message }
    throw error
  }
}

describe('an untouched export', () => {
  it('verifies through its last checkpoint, across a key change', () => {
    const pinnedKey = verifierKey(logOrigin(workspaceId), firstKey)
    expect(check(honest, { witnesses: witness, pinnedKey })).toMatchObject({
      ok: true,
      events: total,
      checkpoints: 3,
      verified_through: total,
      unsigned_tail: 0,
      witnessed: 3,
      anchored: true,
      personal: { disclosed: 2 * total, withheld_or_erased: 0 },
    })
  })

  it('still verifies when personal values were erased', () => {
    const erased = honest.map((text) => editLine(text, (line) => delete line.personal))
    expect(check(erased, { witnesses: witness })).toMatchObject({
      ok: true,
      personal: { disclosed: 0, withheld_or_erased: 2 * total },
    })
  })

  it('says so when nothing from outside ties it to a known key', () => {
    expect(check(honest)).toMatchObject({ ok: true, anchored: false })
  })
})

describe('without a witness the verifier finds', () => {
  it('any edit of any event', () => {
    for (let seq = 1; seq <= total; seq++) {
      const edited = mapEvent(honest, seq, (leaf) => leaf.replace('"approved"', '"rejected"'))
      expect(check(edited)).toMatchObject({ ok: false, code: 'leaf_changed' })
      const rehashed = mapEvent(honest, seq, (leaf) => leaf.replace('"approved"', '"rejected"'), true)
      expect(check(rehashed)).toMatchObject({ ok: false })
    }
  })

  it('any deleted event', () => {
    for (let seq = 1; seq <= total; seq++)
      expectWrong(honest.filter((_, i) => i !== indexOfEvent(honest, seq)))
  })

  it('any two events swapped', () => {
    for (let seq = 1; seq < total; seq++) {
      const swapped = [...honest]
      const [a, b] = [indexOfEvent(honest, seq), indexOfEvent(honest, seq + 1)]
      ;[swapped[a], swapped[b]] = [swapped[b]!, swapped[a]!]
      expectWrong(swapped)
    }
  })

  it('any event repeated, and any event of another log inserted', () => {
    for (let seq = 1; seq <= total; seq++) {
      const at = indexOfEvent(honest, seq)
      expectWrong(honest.toSpliced(at, 0, honest[at]!))
      const foreign = editLine(honest[at]!, (line) => {
        line.leaf = String(line.leaf).replace('"ws":"ws_1"', '"ws":"ws_2"')
        line.hash = leafHash(String(line.leaf))
      })
      expectWrong(honest.toSpliced(at, 0, foreign))
    }
  })

  it('a rewritten history with every hash and the head made anew', () => {
    for (let seq = 1; seq <= total; seq++) {
      expect(check(rehash(honest, seq))).toMatchObject({ ok: false, code: 'root' })
    }
  })

  it('a tail cut off anywhere before the last checkpoint, though the end line is made to fit', () => {
    for (let keep = 1; keep < total; keep++) expect(check(cutTail(honest, keep))).toMatchObject({ ok: false })
  })

  it('a file that breaks off at any line', () => {
    for (let lines = 0; lines < honest.length; lines++) expectWrong(honest.slice(0, lines))
  })

  it('all checkpoints taken away', () => {
    expect(
      check(honest.filter((text) => kindOf(text) === 'event' || /header|end/.test(kindOf(text)))),
    ).toMatchObject({
      code: 'unsigned',
    })
  })

  it('a checkpoint forged with a stranger’s key, or with its size, root or time changed', () => {
    honest.forEach((text, i) => {
      if (kindOf(text) !== 'checkpoint') return
      for (const change of [forgedSize, forgedRoot, forgedTime, forgedSignature]) {
        expect(
          check(
            honest.with(
              i,
              editLine(text, (line) => (line.note = change(String(line.note)))),
            ),
          ),
        ).toMatchObject({
          ok: false,
        })
      }
      const strangers = signWith(strangersKey, honest, Number(noteOf(text).split('\n')[1]))
      expect(check(honest.with(i, line({ kind: 'checkpoint', note: strangers })))).toMatchObject({
        code: 'bad_signature',
      })
    })
  })

  it('a checkpoint signed by the old key after it handed over', () => {
    const at = honest.findLastIndex((text) => kindOf(text) === 'checkpoint')
    const late = signWith(firstKey, honest, total)
    expect(check(honest.with(at, line({ kind: 'checkpoint', note: late })))).toMatchObject({
      code: 'bad_signature',
    })
  })

  it('a key change that the old key did not sign, or that is missing', () => {
    const at = honest.findIndex((text) => kindOf(text) === 'key_change')
    const forged = signKeyChange({
      workspace: workspaceId,
      size: 20,
      oldKey: strangersKey,
      newKey: secondKey,
      now,
    })
    const renamed = forged.note.replaceAll(
      verifierKey(logOrigin(workspaceId), strangersKey),
      verifierKey(logOrigin(workspaceId), firstKey),
    )
    for (const note of [forged.note, renamed])
      expectWrong(honest.with(at, line({ kind: 'key_change', note })))
    expectWrong(honest.toSpliced(at, 1))
  })

  it('a disclosed personal value that is not the one recorded', () => {
    const at = indexOfEvent(honest, 3)
    const changed = editLine(honest[at]!, (event) => {
      ;(event.personal as { value: string }[])[0]!.value = 'mallory@example.org'
    })
    expect(check(honest.with(at, changed))).toMatchObject({ code: 'personal_changed' })
  })

  it.each([
    ['white space', (leaf: string) => leaf.replace(',"prev"', ', "prev"')],
    ['a duplicate key', (leaf: string) => leaf.replace('"prev":', '"prev":"","prev":')],
    ['another key order', (leaf: string) => leaf.replace(/^\{("body":.*),("prev":"[0-9a-f]+"),/, '{$2,$1,')],
    ['another escape', (leaf: string) => leaf.replace('approved', '\\u0061pproved')],
    ['another number form', (leaf: string) => leaf.replace('"seq":1', '"seq":1.0')],
    ['a lone surrogate', (leaf: string) => leaf.replace('because', '\\ud800')],
  ])('a leaf with %s, though its hash fits', (_what, change) => {
    expect(check(mapEvent(honest, 1, change, true))).toMatchObject({ code: 'not_canonical' })
  })

  it('duplicate keys and foreign members of a line', () => {
    const at = indexOfEvent(honest, 1)
    expectWrong(honest.with(at, honest[at]!.replace('{"kind":"event"', '{"kind":"event","kind":"event"')))
    expectWrong(honest.with(at, honest[at]!.replace('{"kind":"event"', '{"kind":"event","note":"harmless"')))
  })
})

describe('with a witness the verifier also finds', () => {
  it('a log rewritten, signed anew and exported with keys of the attacker', () => {
    const forged = forgeWhole(rehash(honest, 5), strangersKey)
    expect(check(forged)).toMatchObject({ ok: true, anchored: false })
    expectWrong(forged, { witnesses: witness })
    expectWrong(forged, { pinnedKey: verifierKey(logOrigin(workspaceId), firstKey) })
  })

  it('a log rewritten by whoever holds the signing key', () => {
    const forged = forgeWhole(rehash(honest, 5), firstKey)
    expect(check(forged, { witnesses: witness })).toMatchObject({ ok: false, code: 'root' })
  })

  it('a tail cut off together with its checkpoints', () => {
    for (const keep of [10, 15, 20, 25, 29]) {
      const cut = cutTail(honest, keep).filter((text) => !signsMoreThan(text, keep))
      expect(check(cut).ok, `cut at ${keep}`).toBe(true)
      expect(check(cut, { witnesses: witness })).toMatchObject({ ok: false, code: 'truncated' })
    }
  })

  it('the loss of the whole log', () => {
    const header = editLine(honest[0]!, (value) => (value.first_key = null))
    const empty = [header, line({ kind: 'end', size: 0, head: genesisHash })]
    expect(check(empty)).toMatchObject({ ok: true, events: 0 })
    expect(check(empty, { witnesses: witness })).toMatchObject({ ok: false, code: 'truncated' })
    expectWrong([], { witnesses: witness })
  })
})

describe('the proof of one event', () => {
  it('verifies by itself', () => {
    expect(verifyProof(proofText)).toMatchObject({ ok: true, workspace: workspaceId })
  })

  it('does not verify with any part changed', () => {
    const proof = JSON.parse(proofText) as {
      leaf: string
      index: number
      path: string[]
      checkpoint: string
      key: string
    }
    const wrong = [
      { ...proof, leaf: proof.leaf.replace('approved', 'rejected') },
      { ...proof, index: proof.index + 1 },
      { ...proof, path: proof.path.slice(1) },
      { ...proof, path: proof.path.with(0, genesisHash) },
      { ...proof, checkpoint: forgedRoot(proof.checkpoint) },
      { ...proof, key: verifierKey(logOrigin(workspaceId), strangersKey) },
      {},
      null,
    ]
    for (const bad of wrong) expect(verifyProof(JSON.stringify(bad))).toMatchObject({ ok: false })
    const pinnedKey = verifierKey(logOrigin(workspaceId), strangersKey)
    expect(verifyProof(proofText, { pinnedKey })).toMatchObject({ ok: false, code: 'wrong_key' })
  })
})

function eventInput(i: number): AuditEventInput {
  return {
    type: 'proposal.approved',
    actor: { type: 'user', id: `usr_${i % 3}`, label: `user${i % 3}@example.org` },
    target: { type: 'proposal', id: `prop_${i}`, label: 'cancel_order' },
    reason: 'because',
    after: { status: 'approved' },
    personal: { ip: '192.0.2.1' },
  }
}

function expectWrong(lines: string[], options?: Options) {
  expect(check(lines, options).ok).toBe(false)
}
