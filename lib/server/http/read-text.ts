import { isUtf8 } from 'node:buffer'
import { invalidInput, L0Error } from '@/lib/kernel/errors'
import type { Call } from './call'

/** An uploaded text file: one of `types`, at most `limitBytes`, UTF-8. */
export async function readText(call: Call, types: readonly string[], limitBytes: number): Promise<string> {
  const type = (call.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  if (!types.includes(type))
    throw new L0Error('unsupported_media_type', `Send the file as ${types.join(', ')}.`)
  const bytes = await call.body(limitBytes)
  if (bytes.length === 0) throw invalidInput('file', 'is empty')
  if (!isUtf8(bytes)) throw invalidInput('file', 'is not UTF-8 text')
  return bytes.toString('utf8')
}
