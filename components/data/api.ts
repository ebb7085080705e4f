import type { z } from 'zod'
import { StepUpBinding } from '@/lib/auth/schema'
import { leaveFor } from './leave'
import { Problem, problemOf } from './problem'

type QueryValue = string | number | boolean | null | undefined
export type ApiCall = {
  query?: Record<string, QueryValue>
  body?: unknown
  signal?: AbortSignal
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** With `bound` a passkey's proof of just that, else any fresh second factor. */
export type StepUpWanted = { why: string; bound: StepUpBinding | null }

/** Asks the person; true once it is proven. Set by `StepUpDialog`. */
let askStepUp: ((wanted: StepUpWanted) => Promise<boolean>) | null = null
export function onStepUp(ask: typeof askStepUp): void {
  askStepUp = ask
}

/** Asks for a proof before the call that needs it; false when the person would not. */
export async function stepUp(wanted: StepUpWanted): Promise<boolean> {
  return askStepUp !== null && askStepUp(wanted)
}

/**
 * Calls the API and reads the reply with the shape both sides share. Throws `Problem`. A session that
 * ended leads to `/sign-in`, an unproven second factor to `/mfa`; where a fresh code is wanted, the
 * person is asked for one and the call is made once more.
 */
export async function api<S extends z.ZodType>(
  method: Method,
  path: string,
  shape: S,
  call: ApiCall = {},
): Promise<z.infer<S>> {
  const response = await send(method, path, call)
  if (response.ok) return read(response, shape)
  const problem = await problemOf(response)
  if (problem.code === 'step_up_required' && (await stepUp(wantedBy(problem)))) {
    const again = await send(method, path, call)
    if (again.ok) return read(again, shape)
    throw await problemOf(again)
  }
  leaveIfSignedOut(problem)
  throw problem
}

/** Path segments from values: `apiPath('/api/v1/entries', id)`. */
export function apiPath(base: string, ...segments: (string | number)[]): string {
  return [base, ...segments.map((segment) => encodeURIComponent(String(segment)))].join('/')
}

async function send(method: Method, path: string, { query, body, signal }: ApiCall): Promise<Response> {
  const change = method !== 'GET'
  try {
    return await fetch(path + queryString(query), {
      method,
      ...(signal ? { signal } : {}),
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(change ? { 'content-type': 'application/json', 'x-l0-csrf': '1' } : {}),
      },
      ...(change ? { body: JSON.stringify(body ?? {}) } : {}),
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem('network', 'The server could not be reached. Check your connection.')
  }
}

async function read<S extends z.ZodType>(response: Response, shape: S): Promise<z.infer<S>> {
  const body: unknown = response.status === 204 ? {} : await response.json().catch(() => undefined)
  const parsed = shape.safeParse(body)
  if (parsed.success) return parsed.data
  console.error('The reply has an unexpected shape', response.url, parsed.error.issues)
  throw new Problem(
    'unreadable',
    'The server’s answer could not be read. Reload the page; it may be newer than what you have open.',
    response.status,
    [],
    {},
    response.headers.get('x-request-id'),
  )
}

export function queryString(query: Record<string, QueryValue> = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value))
  }
  const text = params.toString()
  return text && `?${text}`
}

function wantedBy({ detail, extra }: Problem): StepUpWanted {
  return { why: detail, bound: StepUpBinding.safeParse(extra.bound).data ?? null }
}

function leaveIfSignedOut(problem: Problem): void {
  const here = window.location.pathname + window.location.search
  if (problem.code === 'unauthenticated' && !here.startsWith('/sign-in')) {
    leaveFor(`/sign-in?next=${encodeURIComponent(here)}`)
  }
  const wantsMfa = problem.code === 'mfa_required' || problem.code === 'mfa_enrolment_required'
  if (wantsMfa && !here.startsWith('/mfa')) leaveFor(`/mfa?next=${encodeURIComponent(here)}`)
}
