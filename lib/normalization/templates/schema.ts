import { z } from 'zod'
import { IntentKeyText } from '../intents/schema'

export const CreateFromTemplates = z.strictObject({ keys: z.array(IntentKeyText).min(1).max(50) })
export type CreateFromTemplates = z.infer<typeof CreateFromTemplates>

export const CreatedFromTemplates = z.object({
  made: z.array(z.string()),
  refused: z.array(z.object({ key: z.string(), detail: z.string() })),
})
export type CreatedFromTemplates = z.infer<typeof CreatedFromTemplates>
