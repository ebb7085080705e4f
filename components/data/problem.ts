import type { ErrorCode, FieldIssue } from '@/lib/kernel/errors'

export type ProblemCode = ErrorCode | 'network' | 'unreadable'

const brand = Symbol.for('l0.problem')

/** A refused or failed call: the server's RFC 9457 problem, or `network` when there was no answer. */
export class Problem extends Error {
  readonly [brand] = true

  constructor(
    readonly code: ProblemCode,
    /** A sentence for the person. */
    readonly detail: string,
    readonly status = 0,
    readonly errors: FieldIssue[] = [],
    readonly extra: Record<string, unknown> = {},
    readonly requestId: string | null = null,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(detail)
    this.name = 'Problem'
  }

  /** What is wrong with one field of what was sent. */
  field(name: string): string | undefined {
    return this.errors.find((issue) => issue.field === name)?.message
  }
}

export function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && brand in error
}

/** A sentence to show for anything thrown. */
export function problemText(error: unknown): string {
  return isProblem(error) ? error.detail : 'Something went wrong. Try again.'
}

/** Reads a failed response; bodies that are no problem documents still give a usable sentence. */
export async function problemOf(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get('retry-after'))
  const requestId = response.headers.get('x-request-id')
  const body: unknown = await response.json().catch(() => null)
  if (typeof body !== 'object' || body === null || !('code' in body)) {
    return new Problem(
      'unreadable',
      `The server answered ${response.status}.`,
      response.status,
      [],
      {},
      requestId,
    )
  }
  const { code, detail, errors, ...extra } = body as Record<string, unknown>
  return new Problem(
    code as ProblemCode,
    typeof detail === 'string' ? detail : 'The server refused this.',
    response.status,
    Array.isArray(errors) ? (errors as FieldIssue[]) : [],
    extra,
    requestId,
    retryAfter > 0 ? retryAfter : null,
  )
}
