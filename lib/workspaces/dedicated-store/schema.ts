import { z } from 'zod'

const maxUrl = 1_000

/** With the user and password in it; a database number may stand behind the slash. */
export const SetDedicatedStore = z.strictObject({
  url: z
    .string()
    .trim()
    .max(maxUrl)
    .regex(
      /^rediss?:\/\/[^\s/?#]+(\/\d{0,4})?$/,
      'Give an address such as rediss://user:password@redis.example.com:6380.',
    ),
})
export type SetDedicatedStore = z.infer<typeof SetDedicatedStore>

/**
 * - `none`: answers are in the deployment's own store
 * - `moving`: answers are on their way, in either direction; look-ups ask Postgres for what is not there yet
 * - `connected`, `broken`: whether it answers the instance that was asked
 */
const DedicatedStoreStatus = z.enum(['none', 'moving', 'connected', 'broken'])

/** Never the address itself: host and port are all that is shown of it. */
export const DedicatedStoreView = z.object({
  status: DedicatedStoreStatus,
  host: z.string().nullable(),
  set_by: z.string().nullable(),
  set_at: z.string().nullable(),
  /** Hosts (or "the shared store") this workspace's answers have not been deleted from yet. */
  emptying: z.array(z.string()),
  plan: z.object({ name: z.string(), included: z.boolean() }),
})
export type DedicatedStoreView = z.infer<typeof DedicatedStoreView>

export const DedicatedStoreTest = z.object({ ok: z.boolean(), detail: z.string() })
export type DedicatedStoreTest = z.infer<typeof DedicatedStoreTest>
