import type { z } from 'zod'
import { L0Error } from '@/lib/kernel/errors'

/** Parses a vendor's body; throws `invalid_input` whose message starts with the field, as the vendors' do. */
export function readShape<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields = result.error.issues.slice(0, 20).map((issue) => ({
    field: issue.path.join('.') || 'body',
    message:
      issue.code === 'invalid_type' && valueAt(value, issue.path) === undefined
        ? 'field required'
        : issue.message,
  }))
  const first = fields[0] ?? { field: 'body', message: 'is not valid' }
  throw new L0Error('invalid_input', `${first.field}: ${first.message}`, { fields })
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  let at = value
  for (const name of path) at = (at as Record<PropertyKey, unknown> | null | undefined)?.[name]
  return at
}
