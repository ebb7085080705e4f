import { z } from 'zod'

/** What the assistant thinks of a proposal. It never decides; it is compared with what people decide. */
export const AssistantOpinion = z.object({
  verdict: z.enum(['approve', 'reject', 'unsure']),
  reasons: z.array(z.string()),
  /** Passages of the answer it means, word for word. */
  spans: z.array(z.object({ text: z.string(), reason: z.string() })),
  model: z.string(),
  /** The very content it looked at. */
  content_hash: z.string(),
  at: z.string(),
})
export type AssistantOpinion = z.infer<typeof AssistantOpinion>
