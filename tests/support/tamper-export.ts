import type { KeyObject } from 'node:crypto'
import { logOrigin, signCheckpoint } from '@/lib/audit/checkpoint'
import { genesisHash, leafHash } from '@/lib/audit/leaf'
import { verifierKey } from '@/lib/audit/note'

/*
 * What somebody does to an export, or to the database before it is exported, who would rather have
 * another past. Lines are those of `exportLog` without their newlines, of the log `tamperedLog`.
 */

export const tamperedLog = 'ws_1'
const signedAt = new Date('2026-04-01T00:00:00.000Z')

export type Line = Record<string, unknown>

export function line(value: object): string {
  return JSON.stringify(value)
}

export function kindOf(text: string): string {
  return String((JSON.parse(text) as Line).kind)
}

export function noteOf(text: string): string {
  return String((JSON.parse(text) as Line).note)
}

export function editLine(text: string, edit: (value: Line) => unknown): string {
  const value = JSON.parse(text) as Line
  edit(value)
  return line(value)
}

export function indexOfEvent(lines: string[], seq: number): number {
  return lines.findIndex((text) => kindOf(text) === 'event' && leafOf(text).seq === seq)
}

export function leafOf(text: string): { seq: number; prev: string } {
  return JSON.parse(String((JSON.parse(text) as Line).leaf)) as { seq: number; prev: string }
}

export function mapEvent(
  lines: string[],
  seq: number,
  change: (leaf: string) => string,
  rehashed = false,
): string[] {
  return lines.with(
    indexOfEvent(lines, seq),
    editLine(lines[indexOfEvent(lines, seq)]!, (event) => {
      const leaf = change(String(event.leaf))
      if (leaf === event.leaf) throw new Error('the change changes nothing')
      event.leaf = leaf
      if (rehashed) event.hash = leafHash(leaf)
    }),
  )
}

/** What somebody with full access to the database does: edit one event and make the chain fit again. */
export function rehash(lines: string[], seq: number): string[] {
  let prev = genesisHash
  return lines.map((text) => {
    const kind = kindOf(text)
    if (kind === 'end') return editLine(text, (end) => (end.head = prev))
    if (kind !== 'event') return text
    return editLine(text, (event) => {
      let leaf = String(event.leaf).replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${prev}"`)
      if (leafOf(text).seq === seq) leaf = leaf.replace('"approved"', '"rejected"')
      event.leaf = leaf
      event.hash = prev = leafHash(leaf)
    })
  })
}

export function cutTail(lines: string[], keep: number): string[] {
  const kept = lines.filter((text) => kindOf(text) !== 'event' || leafOf(text).seq <= keep)
  const last = JSON.parse(kept[indexOfEvent(kept, keep)]!) as Line
  return kept.with(-1, line({ kind: 'end', size: keep, head: last.hash }))
}

export function signsMoreThan(text: string, size: number): boolean {
  if (kindOf(text) === 'checkpoint') return Number(noteOf(text).split('\n')[1]) > size
  return kindOf(text) === 'key_change' && size < 20
}

export function hashesOf(lines: string[], size: number): string[] {
  return lines
    .filter((text) => kindOf(text) === 'event')
    .map((text) => String((JSON.parse(text) as Line).hash))
    .slice(0, size)
}

export function signWith(privateKey: KeyObject, lines: string[], size: number): string {
  const newLeaves = hashesOf(lines, size)
  return signCheckpoint({ workspace: tamperedLog, last: null, newLeaves, privateKey, now: signedAt })
    .checkpoint.note
}

export function forgeWhole(lines: string[], privateKey: KeyObject): string[] {
  const kept = lines.filter((text) => kindOf(text) !== 'key_change')
  return kept.map((text) => {
    const kind = kindOf(text)
    if (kind === 'header')
      return editLine(text, (h) => (h.first_key = verifierKey(logOrigin(tamperedLog), privateKey)))
    if (kind !== 'checkpoint') return text
    return line({ kind, note: signWith(privateKey, kept, Number(noteOf(text).split('\n')[1])) })
  })
}

export const forgedSize = (note: string) =>
  note.replace(/\n(\d+)\n/, (_all, size: string) => `\n${Number(size) + 1}\n`)
export const forgedRoot = (note: string) =>
  note.replace(/\n[^\n]{43}=\n/, `\n${Buffer.alloc(32).toString('base64')}\n`)
export const forgedTime = (note: string) => note.replace('timestamp 2026', 'timestamp 2025')
export const forgedSignature = (note: string) => note.replace(/.{8}\n$/, 'AAAAAAA=\n')
