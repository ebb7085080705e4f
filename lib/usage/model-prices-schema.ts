import { z } from 'zod'

/** The beginning of a model's name, as it is matched: lower case, without a provider's prefix. */
const ModelPrefix = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9][a-z0-9._:-]*$/, 'use the model’s name, without the provider’s')

/** USD for a million tokens; six decimals are finer than any vendor's list. */
const PerMillion = z.number().min(0).max(10_000)

/** A price of the workspace's own. It holds from its moment on, until a later one for the same model does. */
export const OwnPrice = z.object({
  model: z.string(),
  from: z.string(),
  input: z.number(),
  output: z.number(),
  created_by: z.string(),
  created_at: z.string(),
  state: z.enum(['past', 'holds', 'planned']),
})
export type OwnPrice = z.infer<typeof OwnPrice>

/** A price of the list that comes with the program, as far as it holds now. */
export const ListPrice = z.object({
  model: z.string(),
  from: z.string(),
  input: z.number(),
  output: z.number(),
})
export type ListPrice = z.infer<typeof ListPrice>

export const ModelPrices = z.object({ own: z.array(OwnPrice), listed: z.array(ListPrice) })
export type ModelPrices = z.infer<typeof ModelPrices>

/** `from` left out: now. A price cannot begin in the past, for what was counted keeps the price it was counted at. */
export const SetPrice = z.strictObject({
  model: ModelPrefix,
  from: z.iso.datetime({ offset: true }).optional(),
  input: PerMillion,
  output: PerMillion,
  reason: z.string().trim().max(500).default(''),
})
export type SetPrice = z.infer<typeof SetPrice>

/** Only a price that does not hold yet can be taken back; one that does ends when a new one begins. */
export const DropPrice = z.strictObject({ model: ModelPrefix, from: z.iso.datetime({ offset: true }) })
export type DropPrice = z.infer<typeof DropPrice>
