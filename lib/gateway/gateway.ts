import { answerRequest } from './answer-request'
import type { GatewayContext, GatewayDeps } from './gateway-context'
import type { GatewayReply, GatewayRequest, PassRequest, Refusal } from './reply/gateway-reply'
import { passThrough } from './pass-through'
import { SingleFlight } from './asking/single-flight'

export type Gateway = {
  /** `POST /v1/messages` and `POST /v1/chat/completions`. Throws `invalid_input`, `rate_limited`, at once or later. */
  generate(request: GatewayRequest): GatewayReply | Refusal | Promise<GatewayReply | Refusal>
  /** Calls that never touch the cache: counting tokens, listing models. */
  pass(request: PassRequest): Promise<GatewayReply | Refusal>
}

export function makeGateway(deps: GatewayDeps): Gateway {
  const context: GatewayContext = { ...deps, flights: new SingleFlight(deps.flightWaitMs) }
  return {
    generate: (request) => answerRequest(context, request),
    pass: (request) => passThrough(context, request),
  }
}
