import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Tracer,
} from '@opentelemetry/api'
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_ROUTE,
  ATTR_URL_PATH,
} from '@opentelemetry/semantic-conventions'
import {
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_RESPONSE_FINISH_REASONS,
  ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
} from '@opentelemetry/semantic-conventions/incubating'
import type { HelperCallFacts } from '@/lib/adapters/llm/helper-model'
import type { ModelCallFacts } from '@/lib/gateway/ports'
import { genAiAttributes, modelName } from './gen-ai-attributes'

const routes = { anthropic: '/v1/messages', openai: '/v1/chat/completions' }

/**
 * A miss as a trace, written when it is over: the request (SERVER), the look-up in it, and the call of
 * the model (CLIENT, `chat {model}`) or the wait for another's. No text of anybody is in an attribute.
 */
export function writeSpans(tracer: Tracer, facts: ModelCallFacts, parent: Context): void {
  const epoch = Date.now() - performance.now()
  const at = (ms: number) => new Date(epoch + ms)
  const route = routes[facts.wire]
  const request = tracer.startSpan(
    `POST ${route}`,
    { kind: SpanKind.SERVER, startTime: at(facts.started_ms), attributes: requestAttributes(facts, route) },
    parent,
  )
  const inside = trace.setSpan(parent, request)
  const child = (name: string, kind: SpanKind, fromMs: number, toMs: number, attributes: Attributes) => {
    const span = tracer.startSpan(name, { kind, startTime: at(fromMs), attributes }, inside)
    if (facts.error && kind === SpanKind.CLIENT) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end(at(toMs))
  }
  child('l0.lookup', SpanKind.INTERNAL, facts.started_ms, facts.asked_ms, {})
  if (facts.joined) child('l0.join', SpanKind.INTERNAL, facts.asked_ms, facts.ended_ms, {})
  else {
    const name = `chat ${modelName(facts.model)}`
    child(name, SpanKind.CLIENT, facts.asked_ms, facts.ended_ms, modelAttributes(facts))
  }
  if (facts.error) request.setStatus({ code: SpanStatusCode.ERROR })
  request.end(at(facts.ended_ms))
}

/** A call of our own (placing a question, an opinion): nobody waits for it, so that it is a trace by itself. */
export function writeHelperSpan(tracer: Tracer, facts: HelperCallFacts): void {
  const epoch = Date.now() - performance.now()
  const attributes: Attributes = {
    ...genAiAttributes(facts),
    'l0.helper': facts.reason,
    'l0.workspace.id': facts.workspace_id,
  }
  if (!facts.error) {
    attributes[ATTR_GEN_AI_USAGE_INPUT_TOKENS] = facts.input_tokens
    attributes[ATTR_GEN_AI_USAGE_OUTPUT_TOKENS] = facts.output_tokens
  }
  const span = tracer.startSpan(
    `chat ${modelName(facts.model)}`,
    { kind: SpanKind.CLIENT, startTime: new Date(epoch + facts.asked_ms), attributes },
    ROOT_CONTEXT,
  )
  if (facts.error) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end(new Date(epoch + facts.ended_ms))
}

function requestAttributes(facts: ModelCallFacts, route: string): Attributes {
  return {
    [ATTR_HTTP_REQUEST_METHOD]: 'POST',
    [ATTR_HTTP_ROUTE]: route,
    [ATTR_URL_PATH]: route,
    'l0.cache': facts.status,
    'l0.reason': facts.reason,
    'l0.workspace.id': facts.workspace_id,
    'l0.request.id': facts.request_id,
    ...(facts.error ? { [ATTR_ERROR_TYPE]: facts.error } : {}),
  }
}

function modelAttributes(facts: ModelCallFacts): Attributes {
  const attributes = genAiAttributes(facts)
  if (facts.stream) attributes[ATTR_GEN_AI_REQUEST_STREAM] = true
  if (facts.first_chunk_ms !== null)
    attributes[ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK] = (facts.first_chunk_ms - facts.asked_ms) / 1_000
  if (facts.error) return attributes
  attributes[ATTR_GEN_AI_USAGE_INPUT_TOKENS] = facts.input_tokens
  attributes[ATTR_GEN_AI_USAGE_OUTPUT_TOKENS] = facts.output_tokens
  if (facts.stop_reason && /^[a-z_]{1,40}$/.test(facts.stop_reason))
    attributes[ATTR_GEN_AI_RESPONSE_FINISH_REASONS] = [facts.stop_reason]
  return attributes
}
