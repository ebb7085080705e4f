import { chatFromMessages, completionToMessage } from '@/lib/gateway/translate/messages-over-chat'
import { completionFromMessage, messagesFromChat } from '@/lib/gateway/translate/chat-over-messages'
import { translateModels } from '@/lib/gateway/translate/model-list'
import type { ModelCall, ModelReply } from '@/lib/gateway/ports'
import type { Provider } from './provider'

/** A second choice: a provider by name, and the model to ask there. */
export type Fallback = { provider: string; model: string }

/** One way to get a call answered. */
export type Route = {
  provider: Provider
  model: string
  body: Buffer | null
  /** Into the caller's format, when the provider speaks the other one. */
  translate: ((reply: ModelReply) => Promise<ModelReply>) | null
}

type Choices = { providers: Provider[]; fallbacks: Fallback[]; chain?: boolean }

/**
 * The ways to answer a call, best first: a provider that speaks the caller's format, byte for byte; else
 * one that does not, translated; then the configured fallbacks, or in a chain the
 * other providers. What cannot be translated has no route.
 */
export function routesFor({ providers, fallbacks, chain }: Choices, call: ModelCall): Route[] {
  if (chain) return chainedRoutes(providers, call)
  const routes: (Route | null)[] = []
  const native = providers.find(({ wire }) => wire === call.wire)
  const primary = native ?? providers[0]
  if (primary) routes.push(routeTo(primary, call, call.model))
  if (call.operation === 'generate') {
    for (const fallback of fallbacks) {
      const provider = providers.find(({ name }) => name === fallback.provider)
      if (provider && !(provider === primary && fallback.model === call.model))
        routes.push(routeTo(provider, call, fallback.model))
    }
  }
  return routes.filter((route) => route !== null)
}

function chainedRoutes(providers: readonly Provider[], call: ModelCall): Route[] {
  const native = providers.filter(({ wire }) => wire === call.wire)
  const others = providers.filter(({ wire }) => wire !== call.wire)
  const routes = [...native, ...others]
    .map((provider) => routeTo(provider, call, modelAt(provider, call)))
    .filter((route) => route !== null)
  return call.operation === 'generate' ? routes : routes.slice(0, 1)
}

function modelAt(provider: Provider, call: ModelCall): string {
  if (call.operation !== 'generate' && call.operation !== 'count_tokens') return call.model
  const own = provider.pinned || provider.wire !== call.wire
  return (own ? provider.model : undefined) ?? call.model
}

function routeTo(provider: Provider, call: ModelCall, model: string): Route | null {
  if (provider.wire === call.wire) {
    return { provider, model, body: withModel(call, model), translate: null }
  }
  if (call.operation !== 'generate') return listRoute(provider, call)
  const value = JSON.parse((call.body ?? Buffer.from('{}')).toString('utf8')) as Record<string, unknown>
  const body = provider.wire === 'anthropic' ? messagesFromChat(value, model) : chatFromMessages(value, model)
  if (!body) return null
  const translate = provider.wire === 'anthropic' ? completionFromMessage(value) : completionToMessage()
  return { provider, model, body: Buffer.from(JSON.stringify(body)), translate }
}

/** Untouched bytes unless another model is asked. */
function withModel(call: ModelCall, model: string): Buffer | null {
  if (!call.body || model === call.model) return call.body
  const value = JSON.parse(call.body.toString('utf8')) as Record<string, unknown>
  return Buffer.from(JSON.stringify({ ...value, model }))
}

/** Lists of models in the other vendor's shape; counting tokens has no counterpart. */
function listRoute(provider: Provider, call: ModelCall): Route | null {
  if (call.operation === 'count_tokens') return null
  return { provider, model: call.model, body: null, translate: (reply) => translateModels(reply, call.wire) }
}

/** "openai:gpt-4.1-mini, anthropic:claude-haiku-4-5" in order of preference; throws on anything else. */
export function parseFallbacks(text: string): Fallback[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [provider, ...model] = part.split(':')
      if (!provider || model.length === 0 || model[0] === '')
        throw new Error(`UPSTREAM_FALLBACKS: "${part}" is not "provider:model".`)
      return { provider, model: model.join(':') }
    })
}
