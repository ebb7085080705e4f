import { z } from 'zod'
import { authorize } from '@/lib/auth/authorize'
import type { Permission } from '@/lib/auth/permissions'
import type { ApiScope, KeyPrincipal, Principal, UserPrincipal } from '@/lib/auth/schema'
import { L0Error } from '@/lib/kernel/errors'
import { when } from '@/lib/kernel/when'
import { authenticateKey, knownKey } from '../identity/api-key'
import { isReply, json, type Call, type Reply } from './call'
import { container, type Container } from '../container'
import { requireSameOrigin } from '../identity/csrf'
import { limitRate } from '../limits/rate-limit'
import { errorReply, toL0Error, type ErrorStyle } from './problems'
import { BodyReader } from './body-reader'
import { parse } from './parse'
import { authenticateSession } from '../identity/session'
import { answerRequest } from './web-door'

/** Who may call a route. There is no default: a route without a rule does not compile. */
export type Access =
  | { by: 'public'; why: string }
  /** A signed-in person whose second factor is not proven yet: `/mfa` and enrolment only. */
  | { by: 'password'; why: string }
  | { by: 'session'; permission: Permission; stepUp?: boolean }
  | { by: 'key'; scope: ApiScope }
  | { by: 'key_or_session'; scope: ApiScope | readonly ApiScope[]; permission: Permission; stepUp?: boolean }

type PrincipalOf<A extends Access> = A extends { by: 'public' }
  ? null
  : A extends { by: 'key' }
    ? KeyPrincipal
    : A extends { by: 'key_or_session' }
      ? Principal
      : UserPrincipal

export type RouteSpec<A extends Access = Access, B = unknown, Q = unknown> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As in OpenAPI: `/api/v1/proposals/{id}`. */
  path: string
  summary: string
  access: A
  body?: z.ZodType<B>
  query?: z.ZodType<Q>
  /** Shape of the 200 reply, for OpenAPI. */
  response?: z.ZodType
  /** Bytes; default 64 KiB. */
  bodyLimit?: number
  errors?: ErrorStyle
  /** The same bodies come again and again, and hold no secret: short ones are not parsed twice. */
  repeats?: boolean
  /** A route the vendor-compatible clients or metrics scrapers call: no rate limit per key. */
  unlimited?: boolean
}

export type RouteContext<A extends Access, B, Q> = {
  call: Call
  app: Container
  principal: PrincipalOf<A>
  /** The workspace the principal acts in; empty on public routes. */
  workspaceId: string
  body: B
  query: Q
  params: Record<string, string>
}

type NextContext = { params: Promise<Record<string, string | string[] | undefined>> }

/** A route: callable by Next, and by the server entry through `answer`. */
export type RouteHandler = ((request: Request, context?: NextContext) => Promise<Response>) & {
  spec: RouteSpec
  answer: (call: Call) => Promise<Reply>
}

const defaultBodyLimit = 64 * 1024

/**
 * The one way to make a route: authenticate, authorise, limit, parse, run, map errors. The
 * handler returns a `Reply`, or a value that becomes a 200 JSON reply.
 */
export function route<A extends Access, B = undefined, Q = undefined>(
  spec: RouteSpec<A, B, Q>,
  handle: (context: RouteContext<A, B, Q>) => Promise<unknown> | unknown,
): RouteHandler {
  const bodies = spec.body
    ? new BodyReader(spec.body, spec.bodyLimit ?? defaultBodyLimit, spec.repeats ?? false)
    : null
  const answer = (call: Call): Promise<Reply> => {
    const app = container()
    const finish = (reply: Reply) => named(reply, spec, call)
    const refuse = (thrown: unknown) => named(refusal(thrown, spec, call, app), spec, call)
    try {
      const reply = run(spec, bodies, handle, call, app)
      return reply instanceof Promise ? reply.then(finish, refuse) : Promise.resolve(finish(reply))
    } catch (thrown) {
      return Promise.resolve(refuse(thrown))
    }
  }
  const handler = (request: Request, context?: NextContext) => answerRequest(answer, request, context?.params)
  return Object.assign(handler, { spec: spec as unknown as RouteSpec, answer })
}

function named(reply: Reply, { errors }: Pick<RouteSpec, 'errors'>, { requestId }: Call): Reply {
  reply.headers['x-request-id'] ??= requestId
  // Anthropic's clients read the id from this one.
  if (errors === 'anthropic') reply.headers['request-id'] ??= requestId
  return reply
}

function refusal(
  thrown: unknown,
  { errors = 'problem', path }: Pick<RouteSpec, 'errors' | 'path'>,
  { requestId }: Call,
  app: Container,
): Reply {
  const error = toL0Error(thrown)
  if (error.code === 'internal')
    app.log.error({ err: error.cause ?? error, request_id: requestId, route: path })
  return errorReply(error, errors, requestId)
}

/** No promise but the one of the body for a key seen a moment ago whose handler needs none. */
function run<A extends Access, B, Q>(
  spec: RouteSpec<A, B, Q>,
  bodies: BodyReader<B> | null,
  handle: (context: RouteContext<A, B, Q>) => Promise<unknown> | unknown,
  call: Call,
  app: Container,
): Reply | Promise<Reply> {
  const admitted = (principal: Principal | null) => {
    if (principal && !spec.unlimited) limitRate(app, principal, spec)
    const query = spec.query ? parse(spec.query, Object.fromEntries(call.query)) : (undefined as Q)
    const handled = (body: B) =>
      when(
        handle({
          call,
          app,
          principal: principal as PrincipalOf<A>,
          workspaceId: principal?.workspace_id ?? '',
          body,
          query,
          params: call.params,
        }),
        replyOf,
      )
    return bodies ? bodies.read(call).then(handled) : handled(undefined as B)
  }
  const known = admitKnown(spec.access, call, app)
  return known ? admitted(known) : admit(spec.access, call, app).then(admitted)
}

function replyOf(result: unknown): Reply {
  return isReply(result) ? result : json(result ?? {})
}

/** The warm road of `admit`: a key seen a moment ago needs no promise. Null: `admit` decides. */
function admitKnown(access: Access, call: Call, app: Container): KeyPrincipal | null {
  if (access.by !== 'key') return null
  const principal = knownKey(call, app)
  if (principal) authorize(principal, { permission: 'view', scope: access.scope, now: app.clock.now() })
  return principal
}

/** Authentication and authorisation, before anything else of the call is looked at. */
async function admit(access: Access, call: Call, app: Container): Promise<Principal | null> {
  if (access.by === 'public') return null
  const principal = await identify(access, call, app)
  if (principal.kind === 'user') requireSameOrigin(call, app.env)
  if (access.by === 'password') return principal
  const demand = access.by === 'key' ? { permission: 'view' as const, scope: access.scope } : access
  authorize(principal, { ...demand, now: app.clock.now() })
  return principal
}

async function identify(
  access: Exclude<Access, { by: 'public' }>,
  call: Call,
  app: Container,
): Promise<Principal> {
  if (access.by === 'key') return authenticateKey(call, app)
  const presented = call.header('authorization') ?? call.header('x-api-key')
  if (access.by === 'key_or_session' && presented) return authenticateKey(call, app)
  const person = await authenticateSession(call, app)
  if (person) return person
  throw new L0Error(
    'unauthenticated',
    access.by === 'key_or_session' ? 'Send an API key, or sign in.' : 'Sign in first.',
  )
}
