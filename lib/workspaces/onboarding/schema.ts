import { z } from 'zod'

/** In the order a person takes them. */
export const onboardingSteps = ['name', 'model', 'intents', 'key', 'request'] as const
export const OnboardingStep = z.enum(onboardingSteps)
export type OnboardingStep = z.infer<typeof OnboardingStep>

export const OnboardingState = z.object({
  /** Still shown: neither finished nor put away. */
  open: z.boolean(),
  /** Somebody has been here before. */
  begun: z.boolean(),
  steps: z.array(z.object({ step: OnboardingStep, done: z.boolean() })),
  workspace_name: z.string(),
  intents: z.number().int(),
  upstreams: z.number().int(),
  /** The key whose first request is waited for. */
  key: z.object({ id: z.string(), name: z.string(), prefix: z.string() }).nullable(),
  first_request_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  dismissed_at: z.string().nullable(),
})
export type OnboardingState = z.infer<typeof OnboardingState>

/** `done` marks a step that the workspace itself does not show; an empty change only says "begun". */
export const ChangeOnboarding = z.strictObject({
  done: z.enum(['name', 'model', 'intents']).optional(),
  key_id: z.string().max(60).optional(),
  closed: z.enum(['finished', 'dismissed']).nullable().optional(),
})
export type ChangeOnboarding = z.infer<typeof ChangeOnboarding>
