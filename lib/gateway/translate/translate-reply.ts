import { L0Error } from '@/lib/kernel/errors'
import { asObject, asText } from '../anthropic/read-message'
import type { ModelReply } from '../ports'
import { eventObject, splitFrames } from '../reply/server-sent-events'

export type Translation = {
  /** Null when the bytes are not a reply at all. */
  json(bytes: Buffer): string | null
  error(error: { status: number; message: string; type: string }): unknown
  stream(): (frames: Buffer) => string
}

/** A reply in one vendor's format as the other's: errors, JSON and streams. Status and headers stay. */
export async function translateReply(reply: ModelReply, to: Translation): Promise<ModelReply> {
  if (reply.status === 200 && (reply.headers['content-type'] ?? '').startsWith('text/event-stream'))
    return { ...reply, body: translateStream(reply.body, to.stream()) }
  const bytes = await readAll(reply.body)
  const text = reply.status < 400 ? to.json(bytes) : JSON.stringify(to.error(readError(bytes, reply.status)))
  if (text === null)
    throw new L0Error('upstream_error', 'The model provider sent something that is not a reply.')
  return { ...reply, headers: { ...reply.headers, 'content-type': 'application/json' }, body: once(text) }
}

async function* translateStream(
  body: AsyncIterable<Uint8Array>,
  write: (frames: Buffer) => string,
): AsyncGenerator<Uint8Array> {
  for await (const { bytes, whole } of splitFrames(body)) {
    const text = whole ? write(bytes) : ''
    if (text !== '') yield Buffer.from(text)
  }
}

export async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

/** Both vendors put `message` and `type` in `error`. */
export function readError(bytes: Buffer, status: number): { status: number; message: string; type: string } {
  const error = asObject(eventObject(bytes.toString('utf8'))?.error)
  return {
    status,
    message: asText(error.message) ?? `The model provider answered ${status}.`,
    type: asText(error.type) ?? 'api_error',
  }
}
