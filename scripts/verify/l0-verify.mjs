#!/usr/bin/env node
/**
 * l0-verify: checks an exported audit log without the program that wrote it, its database or any
 * package. Node 20 or newer; nothing but node: modules.
 *
 *   node l0-verify.mjs EXPORT [--witness FILE]… [--key VERIFIER_KEY] [--json]
 *   node l0-verify.mjs --proof FILE [--key VERIFIER_KEY] [--json]
 *
 * EXPORT is JSON lines, as `audit export` writes them. It is checked that
 *   - every leaf is canonical JSON (RFC 8785) without duplicate keys and hashes to what is stated
 *     (SHA-256(0x00 ‖ leaf), RFC 9162 §2.1.1),
 *   - sequence numbers run 1, 2, 3 … and each leaf names the hash of the one before,
 *   - disclosed personal values match the salted hashes in their leaf,
 *   - every checkpoint is signed by the key that speaks for its size and names the Merkle root of
 *     exactly the events before it, so that any two checkpoints are consistent (RFC 9162 §2.1.4),
 *   - key changes are signed by the old key and the new,
 *   - nothing a witness has seen is missing or different.
 * Exit status: 0 all holds, 1 something is wrong (the first thing is printed), 2 bad usage.
 *
 * Whoever wrote the export could have written its keys too. A witness file or `--key` is what ties
 * it to a key you know; without either, the result says so.
 */
import * as crypto from 'node:crypto'
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto'
import { createReadStream, readFileSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const exportFormat = 'l0-audit-export/1'
const proofFormat = 'l0-audit-proof/1'
const genesisHash = '0'.repeat(64)
const hexHash = /^[0-9a-f]{64}$/
/** A longer line is refused: no writer makes one, and memory is finite. */
const maxLineBytes = 4 * 1024 * 1024

/** What is wrong, and where. */
export class VerifyFailure extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {{ line?: number, seq?: number }} [where]
   */
  constructor(code, message, where = {}) {
    super(message)
    this.code = code
    this.where = where
  }
}

/** @returns {never} */
function fail(code, message, where) {
  throw new VerifyFailure(code, message, where)
}

// ── Merkle tree, RFC 9162 §2.1 ────────────────────────────────────────────────────────────────

/** Hex SHA-256; the one-shot form of newer Nodes costs half as much, and this runs millions of times. */
const sha256Hex = crypto.hash
  ? (data) => crypto.hash('sha256', data, 'hex')
  : (data) => createHash('sha256').update(data).digest('hex')

const emptyRoot = createHash('sha256').digest()
const nodeBytes = Buffer.alloc(65, 1) // 0x01 and two hashes

function nodeHash(left, right) {
  nodeBytes.set(left, 1)
  nodeBytes.set(right, 33)
  return Buffer.from(sha256Hex(nodeBytes), 'hex')
}

/** The roots of the perfect subtrees at the right edge of a growing tree. */
class RightEdge {
  size = 0
  peaks = []

  append(leaf) {
    let node = leaf
    for (let rest = this.size; rest % 2 === 1; rest = Math.floor(rest / 2))
      node = nodeHash(this.peaks.pop(), node)
    this.peaks.push(node)
    this.size += 1
  }

  root() {
    if (this.peaks.length === 0) return emptyRoot
    return this.peaks.reduceRight((right, left) => nodeHash(left, right))
  }
}

const isCount = (value) => Number.isSafeInteger(value) && value >= 0
const isHash = (value) => value instanceof Uint8Array && value.length === 32
const half = (value) => Math.floor(value / 2)

/**
 * RFC 9162 §2.1.3.2.
 * @param {{ index: number, size: number, leafHash: Uint8Array, path: readonly Uint8Array[], root: Uint8Array }} claim
 */
export function verifyInclusion({ index, size, leafHash, path, root }) {
  if (!isCount(index) || !isCount(size) || index >= size || !isHash(leafHash) || !path.every(isHash))
    return false
  let fn = index
  let sn = size - 1
  let hash = leafHash
  for (const step of path) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(step, hash)
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      hash = nodeHash(hash, step)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && Buffer.compare(hash, root) === 0
}

/**
 * RFC 9162 §2.1.4.2; equal sizes need equal roots and no path. Nothing is consistent with size 0: it would prove nothing.
 * @param {{ firstSize: number, secondSize: number, firstRoot: Uint8Array, secondRoot: Uint8Array, path: readonly Uint8Array[] }} claim
 */
export function verifyConsistency({ firstSize, secondSize, firstRoot, secondRoot, path }) {
  if (!isCount(firstSize) || !isCount(secondSize) || firstSize === 0 || firstSize > secondSize) return false
  if (firstSize === secondSize) return path.length === 0 && Buffer.compare(firstRoot, secondRoot) === 0
  if (path.length === 0 || !path.every(isHash)) return false
  let fn = firstSize - 1
  let sn = secondSize - 1
  while (fn % 2 === 1) {
    fn = half(fn)
    sn = half(sn)
  }
  // fn is now 0 exactly if firstSize is a power of two: the first root is then itself the start.
  const steps = fn === 0 ? [firstRoot, ...path] : [...path]
  let first = steps.shift()
  let second = first
  for (const step of steps) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      first = nodeHash(step, first)
      second = nodeHash(step, second)
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn)
        sn = half(sn)
      }
    } else {
      second = nodeHash(second, step)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && Buffer.compare(first, firstRoot) === 0 && Buffer.compare(second, secondRoot) === 0
}

// ── Canonical JSON, RFC 8785 ──────────────────────────────────────────────────────────────────

/** Canonical text of a parsed value. JSON.stringify already writes numbers and strings as RFC 8785 §3.2.2 asks. */
function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) {
    let items = '['
    for (let i = 0; i < value.length; i++) items += (i === 0 ? '' : ',') + canonical(value[i])
    return items + ']'
  }
  // The default sort compares UTF-16 code units: RFC 8785 §3.2.3.
  let members = '{'
  const keys = Object.keys(value).sort()
  for (let i = 0; i < keys.length; i++) {
    members += (i === 0 ? '' : ',') + JSON.stringify(keys[i]) + ':' + canonical(value[keys[i]])
  }
  return members + '}'
}

function keysAreSorted(value) {
  if (value === null || typeof value !== 'object') return true
  if (Array.isArray(value)) return value.every(keysAreSorted)
  let before = null
  for (const key in value) {
    if (before !== null && before >= key) return false
    if (!keysAreSorted(value[key])) return false
    before = key
  }
  return true
}

/**
 * Parses text that must be canonical. Writing it again and comparing also catches duplicate keys
 * (all but one are lost in parsing), white space, other escapes and other key orders.
 */
function parseCanonical(text, what, where) {
  let value
  try {
    value = JSON.parse(text)
  } catch {
    fail('malformed', `${what} is not JSON`, where)
  }
  // JSON.stringify writes a lone surrogate as \\udxxx; RFC 8785 §3.2.2.2 refuses it. `\\\\` is a plain backslash.
  if (text.includes('\\ud') && /\\ud[89a-f]/.test(text.replaceAll('\\\\', '')))
    fail('not_canonical', `${what} holds a lone surrogate`, where)
  // The built-in writer is faster and, over sorted keys, writes the same text.
  if (keysAreSorted(value) && JSON.stringify(value) === text) return value
  if (canonical(value) !== text) fail('not_canonical', `${what} is not canonical JSON (RFC 8785)`, where)
  return value
}

/** Parses one line of the export: an object with known members only, none twice. */
function parseLine(text, where) {
  let value
  try {
    value = JSON.parse(text)
  } catch {
    fail('malformed', 'the line is not JSON', where)
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    fail('malformed', 'not an object', where)
  // Our writers use JSON.stringify, so the same text must come out again; a duplicate key does not.
  if (JSON.stringify(value) !== text)
    fail('malformed', 'the line has duplicate keys or foreign formatting', where)
  return value
}

// ── Signed notes, C2SP signed-note and tlog-checkpoint ────────────────────────────────────────

const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex') // Ed25519, RFC 8410 §4

/** @param {string} text `<name>+<id>+<base64(0x01 ‖ key)>` */
function parseVerifierKey(text, where) {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(String(text)) ?? []
  const typed = Buffer.from(encoded ?? '', 'base64')
  if (!name || typed.length !== 33 || typed[0] !== 1) fail('bad_key', 'malformed verifier key', where)
  const expected = createHash('sha256').update(`${name}\n`).update(typed).digest('hex').slice(0, 8)
  if (expected !== id) fail('bad_key', `key id ${id} does not belong to its key`, where)
  const publicKey = createPublicKey({
    key: Buffer.concat([spkiPrefix, typed.subarray(1)]),
    format: 'der',
    type: 'spki',
  })
  return { name, id, publicKey, text }
}

/** The text of a note; every one of `keys` must have signed it truly. */
function openNote(note, keys, where) {
  if (typeof note !== 'string') fail('bad_signature', 'there is no note', where)
  const split = note.indexOf('\n\n')
  if (split < 0 || !note.endsWith('\n')) fail('bad_signature', 'the note is not signed', where)
  const text = note.slice(0, split + 1)
  const lines = note.slice(split + 2, -1).split('\n')
  const signatures = lines.map((line) => {
    const [, name, encoded] = /^— ([^+\s]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? []
    if (!name) fail('bad_signature', 'malformed signature line', where)
    const bytes = Buffer.from(encoded, 'base64')
    return { name, id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) }
  })
  for (const key of keys) {
    const mine = signatures.filter((candidate) => candidate.name === key.name && candidate.id === key.id)
    if (mine.length === 0) fail('bad_signature', `not signed by the key that speaks here (${key.id})`, where)
    for (const { signature } of mine) {
      if (!verifySignature(null, Buffer.from(text, 'utf8'), key.publicKey, signature)) {
        fail('bad_signature', `the signature of key ${key.id} is false`, where)
      }
    }
  }
  return text
}

/** What a checkpoint says, its signature not yet checked. */
function readCheckpoint(note, origin, where) {
  const pattern =
    /^(\S+)\n([1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\ntimestamp (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\n\n/
  const [, noteOrigin, size, root, timestamp] = pattern.exec(String(note)) ?? []
  if (!noteOrigin) fail('malformed', 'not a checkpoint', where)
  if (noteOrigin !== origin) fail('wrong_log', `a checkpoint of another log (${noteOrigin})`, where)
  return { size: Number(size), root: Buffer.from(root, 'base64'), timestamp, note }
}

function readKeyChange(note, origin, where) {
  const pattern =
    /^l0-cache\/key-change\/1\n(\S+)\nsize (0|[1-9]\d{0,14})\nold (\S+)\nnew (\S+)\ntimestamp (\S{24})\n\n/
  const [, noteOrigin, size, oldKey, newKey] = pattern.exec(String(note)) ?? []
  if (!noteOrigin) fail('malformed', 'not a key change', where)
  if (noteOrigin !== origin) fail('wrong_log', `a key change of another log (${noteOrigin})`, where)
  return { size: Number(size), oldKey, newKey }
}

/** The keys of a log in order, each with the sizes it speaks for. */
class KeyChain {
  constructor(origin, firstKey, where) {
    this.origin = origin
    this.spans = [{ key: this.own(firstKey, where), fromSize: 0, toSize: Infinity }]
    this.notes = new Set()
  }

  own(text, where) {
    const key = parseVerifierKey(text, where)
    if (key.name !== this.origin) fail('bad_key', `a key of another log (${key.name})`, where)
    return key
  }

  change(note, where) {
    const { size, oldKey, newKey } = readKeyChange(note, this.origin, where)
    const current = this.spans.at(-1)
    if (oldKey !== current.key.text)
      fail('bad_key_change', 'it does not hand over from the current key', where)
    if (size < current.fromSize) fail('bad_key_change', 'it reaches back before the change before it', where)
    const next = this.own(newKey, where)
    if (next.text === current.key.text) fail('bad_key_change', 'it changes nothing', where)
    openNote(note, [current.key, next], where)
    current.toSize = size
    this.spans.push({ key: next, fromSize: size, toSize: Infinity })
    this.notes.add(note)
    return size
  }

  forSize(size, where) {
    const span = this.spans.find((candidate) => size > candidate.fromSize && size <= candidate.toSize)
    return span?.key ?? fail('bad_key', `no key speaks for size ${size}`, where)
  }

  has(text) {
    return this.spans.some((span) => span.key.text === text)
  }
}

// ── The export, line by line ──────────────────────────────────────────────────────────────────

/** Takes the lines of one export in order; throws VerifyFailure at the first thing wrong. */
export class ExportChecker {
  /** @param {{ witnesses?: readonly { kind: string, note: string }[], pinnedKey?: string | null }} [options] */
  constructor({ witnesses = [], pinnedKey = null } = {}) {
    this.witnesses = witnesses
    this.pinnedKey = pinnedKey
    this.tree = new RightEdge()
    this.head = genesisHash
    this.lineNumber = 0
    this.header = null
    this.keys = null
    this.ended = false
    this.checkpoints = []
    this.ids = new Set()
    this.disclosed = 0
    this.erased = 0
    this.witnessed = new Map()
  }

  /** @param {string} text one line without its newline */
  line(text) {
    this.lineNumber += 1
    const where = { line: this.lineNumber }
    if (this.ended) fail('malformed', 'there is something after the end', where)
    const value = parseLine(text, where)
    if (this.header === null) return this.onHeader(value, where)
    switch (value.kind) {
      case 'event':
        return this.onEvent(value, where)
      case 'checkpoint':
        return this.onCheckpoint(value, where)
      case 'key_change':
        return this.onKeyChange(value, where)
      case 'end':
        return this.onEnd(value, where)
      default:
        return fail('malformed', `unknown kind of line ${JSON.stringify(value.kind)}`, where)
    }
  }

  onHeader(header, where) {
    const { kind, format, workspace, origin, first_key: firstKey } = header
    if (kind !== 'header' || format !== exportFormat)
      fail('malformed', `the first line is no ${exportFormat} header`, where)
    if (
      typeof workspace !== 'string' ||
      !/^[A-Za-z0-9_-]{1,64}$/.test(workspace) ||
      origin !== `l0-cache/audit/${workspace}`
    ) {
      fail('malformed', 'the header names no log', where)
    }
    this.header = header
    if (firstKey != null) this.keys = new KeyChain(origin, firstKey, where)
    for (const { kind: statement, note } of this.witnesses) {
      if (statement !== 'checkpoint' || typeof note !== 'string' || note.split('\n', 1)[0] !== origin)
        continue
      const seen = readCheckpoint(note, origin, {})
      const atSize = this.witnessed.get(seen.size) ?? []
      this.witnessed.set(seen.size, [...atSize, seen])
    }
  }

  onEvent(event, where) {
    const seq = this.tree.size + 1
    const at = { ...where, seq }
    if (!/^kind,leaf,hash(,personal)?$/.test(Object.keys(event).join()))
      fail('malformed', 'foreign members', at)
    if (typeof event.leaf !== 'string' || !hexHash.test(event.hash))
      fail('malformed', 'the event has no leaf or hash', at)
    const hash = sha256Hex(`\0${event.leaf}`)
    if (hash !== event.hash) fail('leaf_changed', `event #${seq}: the leaf does not hash to its hash`, at)
    const leaf = parseCanonical(event.leaf, `event #${seq}: the leaf`, at)
    this.checkLeaf(leaf, at)
    this.checkPersonal(leaf.body, event.personal, at)
    this.tree.append(Buffer.from(hash, 'hex'))
    this.head = event.hash
    const witnessed = this.witnessed.get(seq)
    if (witnessed) for (const seen of witnessed) this.checkRoot(seen, 'a witness saw another log', at)
  }

  checkLeaf(leaf, at) {
    const { seq } = at
    if (Object.keys(leaf).join() !== 'body,prev,seq,ws') fail('malformed', `event #${seq}: not a leaf`, at)
    if (leaf.ws !== this.header.workspace)
      fail('wrong_log', `event #${seq}: it belongs to log ${leaf.ws}`, at)
    if (leaf.seq !== seq) {
      const what =
        leaf.seq > seq ? 'events are missing or out of order' : 'an event is repeated or out of order'
      fail('sequence', `event #${seq} expected, found #${leaf.seq}: ${what}`, at)
    }
    if (leaf.prev !== this.head) fail('chain', `event #${seq}: it does not follow from event #${seq - 1}`, at)
    const id = leaf.body?.id
    if (typeof id !== 'string') fail('malformed', `event #${seq}: it has no id`, at)
    if (this.ids.has(id)) fail('duplicate', `event #${seq}: id ${id} occurs twice`, at)
    this.ids.add(id)
  }

  checkPersonal(body, disclosed, at) {
    const hashes = body.personal ?? {}
    const committed = Object.keys(hashes).length
    if (disclosed === undefined) {
      this.erased += committed
      return
    }
    if (!Array.isArray(disclosed)) fail('malformed', `event #${at.seq}: malformed personal values`, at)
    const seen = new Set()
    for (const { field, value, salt } of disclosed) {
      if (typeof value !== 'string' || !hexHash.test(salt) || seen.has(field)) {
        fail('malformed', `event #${at.seq}: malformed personal value`, at)
      }
      seen.add(field)
      const hash = createHash('sha256')
        .update(Buffer.from(salt, 'hex'))
        .update(canonical([body.id, field, value]))
      if (!Object.hasOwn(hashes, field) || hash.digest('hex') !== hashes[field]) {
        fail('personal_changed', `event #${at.seq}: ${field} is not what the leaf commits to`, at)
      }
    }
    this.disclosed += seen.size
    this.erased += committed - seen.size
  }

  onCheckpoint({ note }, where) {
    if (this.keys === null) fail('bad_key', 'a checkpoint, but the header names no key', where)
    const checkpoint = readCheckpoint(note, this.header.origin, where)
    const { size } = checkpoint
    openNote(note, [this.keys.forSize(size, where)], where)
    if (size > this.tree.size) {
      fail('truncated', `a checkpoint signs ${size} events, but only ${this.tree.size} are here`, where)
    }
    if (size < this.tree.size) fail('malformed', `the checkpoint of size ${size} is out of place`, where)
    const last = this.checkpoints.at(-1)
    if (last && last.size === size) fail('malformed', `two checkpoints of size ${size}`, where)
    if (last && last.timestamp > checkpoint.timestamp)
      fail('timestamps', 'the checkpoint is older than the one before', where)
    this.checkRoot(checkpoint, 'the events are not what was signed', { ...where, seq: size })
    this.checkpoints.push(checkpoint)
  }

  checkRoot(checkpoint, what, at) {
    if (this.tree.root().equals(checkpoint.root)) return
    fail('root', `checkpoint of size ${checkpoint.size} (${checkpoint.timestamp}): ${what}`, at)
  }

  onKeyChange({ note }, where) {
    if (this.keys === null) fail('bad_key', 'a key change, but the header names no key', where)
    const size = this.keys.change(note, where)
    if (size !== (this.checkpoints.at(-1)?.size ?? 0))
      fail('malformed', 'the key change is out of place', where)
  }

  onEnd({ size, head }, where) {
    if (size !== this.tree.size)
      fail('truncated', `the export says ${size} events, ${this.tree.size} are here`, where)
    if (head !== this.head) fail('chain', 'the last event is not the head', where)
    this.ended = true
  }

  /** Call after the last line. Returns what was found; throws VerifyFailure. */
  finish() {
    if (this.header === null) fail('empty', 'the export is empty: the log is lost')
    const total = this.tree.size
    const largestWitnessed = Math.max(0, ...this.witnessed.keys())
    if (largestWitnessed > total) {
      fail('truncated', `a witness saw ${largestWitnessed} events, only ${total} are here`, {
        seq: total + 1,
      })
    }
    if (!this.ended)
      fail('truncated', 'the export breaks off: its last line is missing', { line: this.lineNumber + 1 })
    this.checkWitnessKeys()
    if (this.pinnedKey !== null && !this.keys?.has(this.pinnedKey)) {
      fail('wrong_key', 'the log is not signed by the key you named')
    }
    const last = this.checkpoints.at(-1)
    if (total > 0 && !last) fail('unsigned', 'nothing here is signed: the export has no checkpoint')
    return {
      ok: true,
      workspace: this.header.workspace,
      events: total,
      checkpoints: this.checkpoints.length,
      verified_through: last?.size ?? 0,
      last_checkpoint: last?.timestamp ?? null,
      unsigned_tail: total - (last?.size ?? 0),
      keys: this.keys?.spans.map((span) => span.key.text) ?? [],
      witnessed: [...this.witnessed.values()].flat().length,
      anchored: this.pinnedKey !== null || this.witnessed.size > 0,
      personal: { disclosed: this.disclosed, withheld_or_erased: this.erased },
    }
  }

  checkWitnessKeys() {
    for (const seen of [...this.witnessed.values()].flat()) {
      if (this.keys === null)
        fail('wrong_key', 'a witness has checkpoints of this log, the export names no key')
      openNote(seen.note, [this.keys.forSize(seen.size, {})], {})
    }
    for (const { kind, note } of this.witnesses) {
      const ours =
        kind === 'key_change' && typeof note === 'string' && note.split('\n', 2)[1] === this.header.origin
      if (ours && !this.keys?.notes.has(note))
        fail('bad_key_change', 'a witness saw a key change that is missing here')
    }
  }
}

// ── Files ─────────────────────────────────────────────────────────────────────────────────────

/** Lines of a file as text, without newlines; a line that is too long or not UTF-8 is a failure. */
async function* linesOf(file) {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let rest = Buffer.alloc(0)
  let line = 0
  const decode = (bytes) => {
    line += 1
    try {
      return decoder.decode(bytes)
    } catch {
      return fail('malformed', 'the line is not UTF-8', { line })
    }
  }
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let start = 0
    for (let end = bytes.indexOf(10, start); end >= 0; end = bytes.indexOf(10, start)) {
      yield decode(bytes.subarray(start, end))
      start = end + 1
    }
    rest = bytes.subarray(start)
    if (rest.length > maxLineBytes) fail('malformed', 'the line is too long', { line: line + 1 })
  }
  if (rest.length > 0) yield decode(rest)
}

/** A witness file: JSON lines `{"kind","note",…}`, or one bare signed note. */
function readWitness(file) {
  const text = readFileSync(file, 'utf8')
  if (!text.startsWith('{'))
    return [{ kind: text.startsWith('l0-cache/key-change') ? 'key_change' : 'checkpoint', note: text }]
  return text
    .split('\n')
    .filter(Boolean)
    .map((line, i) => parseLine(line, { line: i + 1 }))
}

/**
 * Verifies an export file.
 * @param {string} file
 * @param {{ witnessFiles?: readonly string[], pinnedKey?: string | null, onProgress?: (events: number) => void }} [options]
 */
export async function verifyExport(file, { witnessFiles = [], pinnedKey = null, onProgress } = {}) {
  try {
    const checker = new ExportChecker({ witnesses: witnessFiles.flatMap(readWitness), pinnedKey })
    for await (const line of linesOf(file)) {
      checker.line(line)
      if (onProgress && checker.tree.size % 10_000 === 0) onProgress(checker.tree.size)
    }
    return checker.finish()
  } catch (error) {
    return failureOf(error)
  }
}

/**
 * Verifies the proof of one event, as the viewer saves it.
 * @param {string | { file: string }} source the document, or the file that holds it
 * @param {{ pinnedKey?: string | null }} [options]
 */
export function verifyProof(source, { pinnedKey = null } = {}) {
  try {
    const proof = JSON.parse(typeof source === 'string' ? source : readFileSync(source.file, 'utf8'))
    if (proof?.format !== proofFormat) fail('malformed', `not an ${proofFormat} document`)
    const leaf = parseCanonical(proof.leaf, 'the leaf')
    const origin = `l0-cache/audit/${leaf.ws}`
    const key = parseVerifierKey(proof.key)
    if (key.name !== origin) fail('wrong_log', `a key of another log (${key.name})`)
    if (pinnedKey !== null && key.text !== pinnedKey)
      fail('wrong_key', 'it is not signed by the key you named')
    const checkpoint = readCheckpoint(proof.checkpoint, origin)
    openNote(proof.checkpoint, [key])
    if (leaf.seq !== proof.index + 1) fail('sequence', 'the leaf stands at another place than the proof says')
    const holds = verifyInclusion({
      index: proof.index,
      size: checkpoint.size,
      leafHash: createHash('sha256').update('\0').update(proof.leaf, 'utf8').digest(),
      path: proof.path.map((hex) => Buffer.from(hex, 'hex')),
      root: checkpoint.root,
    })
    if (!holds) fail('root', `event #${leaf.seq} is not in the log that was signed`)
    return {
      ok: true,
      workspace: leaf.ws,
      seq: leaf.seq,
      size: checkpoint.size,
      timestamp: checkpoint.timestamp,
      anchored: pinnedKey !== null,
    }
  } catch (error) {
    return failureOf(error)
  }
}

function failureOf(error) {
  if (error instanceof VerifyFailure)
    return { ok: false, code: error.code, message: error.message, ...error.where }
  if (error?.code === 'ENOENT') return { ok: false, code: 'no_file', message: `${error.path} does not exist` }
  // Whatever breaks the reader is not a valid log: an attacker chooses the bytes.
  return { ok: false, code: 'malformed', message: error instanceof Error ? error.message : String(error) }
}

// ── Command line ──────────────────────────────────────────────────────────────────────────────

/** What a person reads. */
export function describeResult(result) {
  if (!result.ok) {
    const place = result.line === undefined ? '' : ` (line ${result.line})`
    return `WRONG${place} [${result.code}]: ${result.message}`
  }
  if (result.seq !== undefined)
    return `OK: event #${result.seq} is in log ${result.workspace} as signed at ${result.timestamp}`
  const lines = [`OK: ${result.events} events of ${result.workspace}, ${result.checkpoints} checkpoints`]
  if (result.checkpoints > 0)
    lines.push(`verified through #${result.verified_through}, checkpoint ${result.last_checkpoint}`)
  if (result.unsigned_tail > 0)
    lines.push(`note: the last ${result.unsigned_tail} events are chained but not yet signed`)
  if (!result.anchored)
    lines.push(
      'note: the keys come from the export itself; pass --witness or --key to tie it to one you know',
    )
  return lines.join('\n')
}

function parseArguments(args) {
  const options = { witnessFiles: [], pinnedKey: null, json: false, proof: false, file: null }
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]
    if (argument === '--json') options.json = true
    else if (argument === '--proof') options.proof = true
    else if ((argument === '--witness' || argument === '--key') && i + 1 < args.length) {
      i += 1
      if (argument === '--witness') options.witnessFiles.push(args[i])
      else options.pinnedKey = args[i]
    } else if (argument.startsWith('-') || options.file !== null) return null
    else options.file = argument
  }
  return options.file === null ? null : options
}

/** @returns {Promise<number>} exit status */
export async function main(args) {
  const options = parseArguments(args)
  if (options === null) {
    console.error(
      'usage: l0-verify EXPORT [--witness FILE]... [--key KEY] [--json]\n       l0-verify --proof FILE [--key KEY] [--json]',
    )
    return 2
  }
  const result = options.proof
    ? verifyProof({ file: options.file }, options)
    : await verifyExport(options.file, options)
  console.log(options.json ? JSON.stringify(result) : describeResult(result))
  return result.ok ? 0 : 1
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2))
}
