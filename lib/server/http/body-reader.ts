import type { z } from 'zod'
import type { Call } from './call'
import { parse } from './parse'
import { parseJson, requireJson } from './read-json'

/** Longer bodies are seldom sent twice. */
const maxBytes = 512
const maxRemembered = 1_000

/**
 * The checked bodies of one route. What a body says depends on its bytes alone, so where bodies repeat, short ones that
 * came lately are not parsed again; they are kept in memory only, and all forgotten when there are too many. Such
 * bodies are shared, and frozen. What is wrong is never remembered.
 */
export class BodyReader<B> {
  private readonly known = new Map<string, B>()

  constructor(
    private readonly schema: z.ZodType<B>,
    private readonly limitBytes: number,
    private readonly repeats: boolean,
  ) {}

  /** Throws `unsupported_media_type`, `payload_too_large`, `invalid_input`. */
  read(call: Call): Promise<B> {
    try {
      requireJson(call)
      return call.body(this.limitBytes).then((bytes) => this.parse(bytes))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  parse(bytes: Buffer): B {
    if (!this.repeats || bytes.length > maxBytes) return parse(this.schema, parseJson(bytes))
    // One character a byte: other bytes are another text.
    const text = bytes.toString('latin1')
    const known = this.known.get(text)
    if (known !== undefined) return known
    const body = Object.freeze(parse(this.schema, parseJson(bytes)))
    if (this.known.size >= maxRemembered) this.known.clear()
    this.known.set(text, body)
    return body
  }
}
