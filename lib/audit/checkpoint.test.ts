import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  keyForSize,
  keySpans,
  logOrigin,
  signCheckpoint,
  signKeyChange,
  verifyCheckpoint,
  verifyKeyChange,
} from './checkpoint'
import { merkleRoot } from './merkle'
import { newSigningKey, openNote, parseVerifierKey, readSigningKey, verifierKey } from './note'

const now = new Date('2026-01-02T03:04:05.006Z')
const leaves = Array.from({ length: 20 }, (_, i) => createHash('sha256').update(`${i}`).digest('hex'))
const privateKey = readSigningKey(newSigningKey())
const key = verifierKey(logOrigin('ws_1'), privateKey)
const first = signCheckpoint({
  workspace: 'ws_1',
  last: null,
  newLeaves: leaves.slice(0, 7),
  privateKey,
  now,
})
const invalid = expect.objectContaining({ code: 'invalid_input' })
const conflict = expect.objectContaining({ code: 'conflict' })

describe('a checkpoint', () => {
  it('has the form of C2SP tlog-checkpoint and verifies', () => {
    const lines = first.checkpoint.note.split('\n')
    expect(lines.slice(0, 2)).toEqual(['l0-cache/audit/ws_1', '7'])
    expect(lines[3]).toBe('timestamp 2026-01-02T03:04:05.006Z')
    expect(lines[5]).toMatch(/^— l0-cache\/audit\/ws_1 [A-Za-z0-9+/]{91}=$/)
    expect(verifyCheckpoint(first.checkpoint.note, 'ws_1', key)).toEqual(first.checkpoint)
  })

  it('signs the RFC 9162 root, also when it grows from the saved state of another', () => {
    const grown = signCheckpoint({
      workspace: 'ws_1',
      last: first,
      newLeaves: leaves.slice(7),
      privateKey,
      now,
    })
    expect(grown.checkpoint.size).toBe(20)
    expect(grown.checkpoint.root).toBe(
      merkleRoot(leaves.map((hex) => Buffer.from(hex, 'hex'))).toString('hex'),
    )
  })

  it('is not signed when the saved state is not what was signed', () => {
    const forged = { ...first, peaks: [leaves[9]!, ...first.peaks.slice(1)] }
    const sign = () => signCheckpoint({ workspace: 'ws_1', last: forged, newLeaves: [], privateKey, now })
    expect(sign).toThrow(conflict)
  })

  it.each([
    ['size', (note: string) => note.replace('\n7\n', '\n8\n')],
    ['timestamp', (note: string) => note.replace('2026', '2027')],
    ['origin', (note: string) => note.replaceAll('ws_1', 'ws_2')],
    ['root', (note: string) => note.replace(/\n.{4}/, '\nAAAA')],
    ['signature', (note: string) => note.replace(/.{8}\n$/, 'AAAAAAA=\n')],
    ['missing signature', (note: string) => note.slice(0, note.indexOf('—'))],
  ])('with another %s is refused', (_what, change) => {
    expect(() => verifyCheckpoint(change(first.checkpoint.note), 'ws_1', key)).toThrow(invalid)
  })

  it('of one workspace does not pass for another’s, nor under another key', () => {
    const other = verifierKey(logOrigin('ws_1'), readSigningKey(newSigningKey()))
    expect(() => verifyCheckpoint(first.checkpoint.note, 'ws_2', key)).toThrow(invalid)
    expect(() => verifyCheckpoint(first.checkpoint.note, 'ws_1', other)).toThrow(invalid)
  })
})

describe('a key change', () => {
  const newKey = readSigningKey(newSigningKey())
  const change = signKeyChange({ workspace: 'ws_1', size: 7, oldKey: privateKey, newKey, now })

  it('hands over at its size: smaller checkpoints stay the old key’s, larger are the new one’s', () => {
    const spans = keySpans('ws_1', key, [change])
    expect(keyForSize(spans, 7)).toBe(key)
    expect(keyForSize(spans, 8)).toBe(change.new_key)
  })

  it('needs the signatures of both keys', () => {
    const lines = change.note.split('\n')
    for (const missing of [-2, -3]) {
      const note = lines.filter((_, i) => i !== lines.length + missing).join('\n')
      expect(() => verifyKeyChange(note, 'ws_1', key)).toThrow(invalid)
    }
  })

  it('must come from the current key', () => {
    expect(() => verifyKeyChange(change.note, 'ws_1', change.new_key)).toThrow(invalid)
    expect(() => keySpans('ws_1', key, [change, change])).toThrow(invalid)
  })
})

describe('a verifier key', () => {
  it('with an id that is not its own is refused', () => {
    const { id } = parseVerifierKey(key)
    const wrong = id === '00000000' ? '11111111' : '00000000'
    expect(() => parseVerifierKey(key.replace(id, wrong))).toThrow(invalid)
  })

  // The published example of the note format (Go package golang.org/x/mod/sumdb/note).
  it('and a note of another implementation verify', () => {
    const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
    const note =
      'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n'.replace(
        '’',
        "'",
      ) +
      '\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
    expect(openNote(note, [parseVerifierKey(vkey)]).signedBy).toEqual(['c74f20a3'])
  })
})
