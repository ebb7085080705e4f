import { z } from 'zod'

/** One labelled row of an evaluation file (JSON Lines). Unknown fields are ignored. */
export const SafetyCase = z.object({
  text: z.string(),
  /**
   * `clean`: an answer nothing should object to. `negative`: text that only looks like personal
   * data. `personal`: carries `entities`. `attack`: must be blocked, by one of the rules in `findings`. `tone`: must bring one of them.
   */
  kind: z.enum(['clean', 'negative', 'personal', 'attack', 'tone']).optional(),
  /** Which way of writing this row tries; results are listed by it. */
  slice: z.string().optional(),
  label: z.unknown().optional(),
  /** Offsets in UTF-16 code units. */
  entities: z
    .array(z.object({ type: z.string(), value: z.string(), start: z.number().int(), end: z.number().int() }))
    .optional(),
  /** Rules (or families, as `markup`) that must be found. */
  findings: z.array(z.string()).optional(),
})
export type SafetyCase = z.infer<typeof SafetyCase>
