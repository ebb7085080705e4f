import Official, { type APIPromise } from '@anthropic-ai/sdk'
import type { Stream } from '@anthropic-ai/sdk/streaming'
import { withL0, type WithL0 } from './l0-info.js'

type Options = Official.RequestOptions
type Event = Official.RawMessageStreamEvent

/** The vendor's message, with who answered it and what that cost. */
export type L0Message = Official.Message & WithL0
export type L0Stream = Stream<Event> & WithL0
/** The three are null until the response's headers are there (`connect`). */
export type L0MessageStream<Parsed = null> = MessageStreamOf<Parsed> & Readonly<WithL0>

type MessageStreamOf<Parsed> = import('@anthropic-ai/sdk/lib/MessageStream').MessageStream<Parsed>
type ParsedOf<Params extends Official.MessageStreamParams> =
  ReturnType<typeof Official.Messages.prototype.stream<Params>> extends MessageStreamOf<infer Parsed>
    ? Parsed
    : never

/** `client.messages` as the vendor made it, whose responses carry `cacheTier`, `cost` and `l0`. */
export class Messages extends Official.Messages {
  readonly #enabled: boolean

  constructor(client: Official, enabled: boolean) {
    super(client)
    this.#enabled = enabled
  }

  override create(params: Official.MessageCreateParamsNonStreaming, options?: Options): APIPromise<L0Message>
  override create(params: Official.MessageCreateParamsStreaming, options?: Options): APIPromise<L0Stream>
  override create(
    params: Official.MessageCreateParams,
    options?: Options,
  ): APIPromise<L0Stream> | APIPromise<L0Message>
  override create(
    params: Official.MessageCreateParams,
    options?: Options,
  ): APIPromise<L0Stream> | APIPromise<L0Message> {
    const promise = super.create(params, options) as APIPromise<Official.Message | Stream<Event>>
    return promise._thenUnwrap((data, { response }) =>
      withL0(data, this.#enabled ? response : null),
    ) as APIPromise<L0Message>
  }

  override stream<Params extends Official.MessageStreamParams>(
    params: Params,
    options?: Options,
  ): L0MessageStream<ParsedOf<Params>> {
    const stream = super.stream(params, options)
    const response = () => (this.#enabled ? (stream.response ?? null) : null)
    const now = () => withL0({}, response())
    stream.on('message', (message) => void withL0(message, response()))
    return Object.defineProperties(stream, {
      cacheTier: { get: () => now().cacheTier, enumerable: true },
      cost: { get: () => now().cost, enumerable: true },
      l0: { get: () => now().l0, enumerable: true },
    }) as unknown as L0MessageStream<ParsedOf<Params>>
  }
}
