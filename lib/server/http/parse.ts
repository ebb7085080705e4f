import { z } from 'zod'
import { L0Error } from '@/lib/kernel/errors'

/** Parses input, naming each wrong field. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields = result.error.issues.slice(0, 20).map((issue) => ({
    field:
      issue.code === 'unrecognized_keys'
        ? [...issue.path, ...issue.keys.slice(0, 1)].join('.')
        : issue.path.join('.') || 'body',
    message: issue.code === 'unrecognized_keys' ? 'unknown field' : issue.message,
  }))
  const first = fields[0] ?? { field: 'body', message: 'is not valid' }
  throw new L0Error('invalid_input', `${first.field}: ${first.message}`, { fields })
}
