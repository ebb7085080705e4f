/** One event of a stream (WHATWG HTML §9.2); `event` is empty when unnamed. */
export type ServerSentEvent = { event: string; data: string }

/** Longer frames are passed on in pieces: a stream must not be able to fill the memory. */
const maxFrameBytes = 4 * 1024 * 1024

/**
 * Bytes regrouped into whole frames, every byte kept, so that a stream that breaks off never leaves half
 * a frame with the client. What is left without its blank line comes last, with `whole: false`.
 */
export async function* splitFrames(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ bytes: Buffer; whole: boolean }> {
  let pending = Buffer.alloc(0)
  for await (const chunk of source) {
    pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk])
    const end = lastFrameEnd(pending)
    if (end > 0) {
      yield { bytes: pending.subarray(0, end), whole: true }
      pending = pending.subarray(end)
    } else if (pending.length > maxFrameBytes) {
      yield { bytes: pending, whole: true }
      pending = Buffer.alloc(0)
    }
  }
  if (pending.length > 0) yield { bytes: pending, whole: false }
}

/** Offset after the last blank line, or 0. */
function lastFrameEnd(bytes: Buffer): number {
  const ends = ['\n\n', '\r\n\r\n', '\r\r'].map((blank) => {
    const at = bytes.lastIndexOf(blank)
    return at === -1 ? 0 : at + blank.length
  })
  return Math.max(...ends)
}

/** The events in whole frames. Comments and unknown fields are skipped, as the standard says. */
export function readEvents(frames: Buffer): ServerSentEvent[] {
  const events: ServerSentEvent[] = []
  for (const frame of frames.toString('utf8').split(/\r\n\r\n|\n\n|\r\r/)) {
    let event = ''
    const data: string[] = []
    for (const line of frame.split(/\r\n|\n|\r/)) {
      const colon = line.indexOf(':')
      const field = colon === -1 ? line : line.slice(0, colon)
      const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (field === 'event') event = value
      else if (field === 'data') data.push(value)
    }
    if (data.length > 0) events.push({ event, data: data.join('\n') })
  }
  return events
}

export function namedFrame(event: string, value: unknown): string {
  return textFrame(event, JSON.stringify(value))
}

/** The same for a value that is written already. */
export function textFrame(event: string, json: string): string {
  return `event: ${event}\ndata: ${json}\n\n`
}

export function dataFrame(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`
}

/** JSON of an event, or null for what is not an object: a stream of garbage must not throw. */
export function eventObject(data: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
