import type { Attributes } from '@opentelemetry/api'
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions'
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_MODEL,
} from '@opentelemetry/semantic-conventions/incubating'
import type { ModelCallFacts } from '@/lib/gateway/ports'

/** A model is called by anything its caller likes to write: only what looks like a name is passed on. */
export function modelName(model: string): string {
  return /^[\w.:/@-]{1,100}$/.test(model) ? model : '_OTHER'
}

/** What spans and metrics share. Names of the semantic conventions (gen_ai.*, status Development). */
export function genAiAttributes(
  facts: Pick<ModelCallFacts, 'provider' | 'wire' | 'model' | 'response_model' | 'error'>,
): Attributes {
  return {
    [ATTR_GEN_AI_OPERATION_NAME]: 'chat',
    [ATTR_GEN_AI_PROVIDER_NAME]: facts.provider ?? facts.wire,
    [ATTR_GEN_AI_REQUEST_MODEL]: modelName(facts.model),
    ...(facts.response_model ? { [ATTR_GEN_AI_RESPONSE_MODEL]: modelName(facts.response_model) } : {}),
    ...(facts.error ? { [ATTR_ERROR_TYPE]: facts.error } : {}),
  }
}
