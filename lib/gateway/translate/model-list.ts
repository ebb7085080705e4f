import { asObject, asText } from '../anthropic/read-message'
import type { ModelReply, Wire } from '../ports'
import { eventObject } from '../reply/server-sent-events'
import { once, readAll, readError } from './translate-reply'

/** A list of models, or one model, in the shape that `wire` knows. */
export async function translateModels(reply: ModelReply, wire: Wire): Promise<ModelReply> {
  const bytes = await readAll(reply.body)
  const value = asObject(eventObject(bytes.toString('utf8')))
  const headers = { ...reply.headers, 'content-type': 'application/json' }
  return { ...reply, headers, body: once(JSON.stringify(translated(reply.status, value, bytes, wire))) }
}

function translated(status: number, value: Record<string, unknown>, bytes: Buffer, wire: Wire): unknown {
  if (status >= 400) {
    const { message, type } = readError(bytes, status)
    return wire === 'anthropic'
      ? { type: 'error', error: { type: status === 404 ? 'not_found_error' : 'api_error', message } }
      : { error: { message, type, param: null, code: null } }
  }
  const write = wire === 'anthropic' ? anthropicModel : openaiModel
  if (!Array.isArray(value.data)) return write(value)
  const data = value.data.map((model) => write(asObject(model)))
  if (wire === 'openai') return { object: 'list', data }
  const ids = data.map((model) => model.id)
  return { data, has_more: value.has_more === true, first_id: ids[0] ?? null, last_id: ids.at(-1) ?? null }
}

function openaiModel(model: Record<string, unknown>) {
  const created = Math.floor(Date.parse(asText(model.created_at) ?? '') / 1_000)
  return {
    id: asText(model.id) ?? '',
    object: 'model',
    created: Number.isFinite(created) ? created : 0,
    owned_by: 'anthropic',
  }
}

function anthropicModel(model: Record<string, unknown>) {
  const id = asText(model.id) ?? ''
  const created = typeof model.created === 'number' ? model.created : 0
  return { ...unknownFacts, id, display_name: id, created_at: new Date(created * 1_000).toISOString() }
}

/** What Anthropic says of a model besides its name, unknown here. */
const unknownFacts = {
  type: 'model',
  capabilities: null,
  deprecated_at: null,
  lifecycle: 'active',
  line: null,
  max_input_tokens: null,
  max_tokens: null,
  retires_at: null,
}
