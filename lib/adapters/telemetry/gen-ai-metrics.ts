import type { Meter } from '@opentelemetry/api'
import {
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_TOKEN_TYPE,
  METRIC_GEN_AI_CLIENT_OPERATION_DURATION,
  METRIC_GEN_AI_CLIENT_TOKEN_USAGE,
} from '@opentelemetry/semantic-conventions/incubating'
import type { ModelCallFacts } from '@/lib/gateway/ports'
import { genAiAttributes } from './gen-ai-attributes'

// Boundaries that the conventions ask for.
const seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]
const tokens = Array.from({ length: 14 }, (_, power) => 4 ** power)

/** `gen_ai.client.operation.duration` (s) and `gen_ai.client.token.usage` ({token}). */
/** What of a call is measured. */
type Measured = Parameters<typeof genAiAttributes>[0] &
  Pick<ModelCallFacts, 'joined' | 'asked_ms' | 'ended_ms' | 'input_tokens' | 'output_tokens'>

export function genAiMetrics(meter: Meter): (facts: Measured) => void {
  const duration = meter.createHistogram(METRIC_GEN_AI_CLIENT_OPERATION_DURATION, {
    description: 'GenAI operation duration.',
    unit: 's',
    advice: { explicitBucketBoundaries: seconds },
  })
  const usage = meter.createHistogram(METRIC_GEN_AI_CLIENT_TOKEN_USAGE, {
    description: 'Number of input and output tokens used.',
    unit: '{token}',
    advice: { explicitBucketBoundaries: tokens },
  })
  return (facts) => {
    // Who joined another's call asked nothing and pays nothing.
    if (facts.joined) return
    const attributes = genAiAttributes(facts)
    // A caller may make up model names for as long as they fail: they must not make up time series.
    if (facts.error) attributes[ATTR_GEN_AI_REQUEST_MODEL] = '_OTHER'
    duration.record((facts.ended_ms - facts.asked_ms) / 1_000, attributes)
    if (facts.error) return
    usage.record(facts.input_tokens, { ...attributes, [ATTR_GEN_AI_TOKEN_TYPE]: 'input' })
    usage.record(facts.output_tokens, { ...attributes, [ATTR_GEN_AI_TOKEN_TYPE]: 'output' })
  }
}
