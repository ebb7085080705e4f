import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import type { RouteSpec } from '@/lib/server/http/route'
import { container } from '@/lib/server/container'
import { nextAuthOptions } from '@/lib/server/identity/next-auth'
import { newId } from '@/lib/kernel/ids'

const maxBodyBytes = 16 * 1024
type Context = { params: Promise<{ nextauth: string[] }> }

const access: RouteSpec['access'] = { by: 'public', why: 'next-auth: signs people in and out' }
const spec = (method: 'GET' | 'POST'): RouteSpec => ({
  method,
  path: '/api/auth/{nextauth}',
  summary: 'Sign-in and sign-out (next-auth)',
  access,
})

async function get(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params
  // next-auth would answer with a re-made cookie, and a slow reply could undo a rotation. Pages ask
  // `/api/console/me` instead; the client library is content with "nobody".
  if (nextauth[0] === 'session') return Response.json({}, { headers: { 'cache-control': 'no-store' } })
  return answer(request, context)
}

async function post(request: NextRequest, context: Context): Promise<Response> {
  const site = request.headers.get('sec-fetch-site')
  if (site && site !== 'same-origin') return new Response('Refused: another site asked.', { status: 403 })
  const body = await readBody(request)
  if (body === null) return new Response('The body is too large.', { status: 413 })
  const { url, headers, method } = request
  return answer(new NextRequest(url, { method, headers, body }), context)
}

function answer(request: NextRequest, context: Context): Promise<Response> {
  const origin = {
    request_id: newId('req'),
    address: request.headers.get('x-l0-remote') ?? '',
    user_agent: request.headers.get('user-agent'),
  }
  const options = nextAuthOptions(container(), origin, siteOrigin(request))
  return NextAuth(request as never, context as never, options) as Promise<Response>
}

function siteOrigin(request: Request): string {
  const { env } = container()
  if (env.L0_URL) return new URL(env.L0_URL).origin
  const host = request.headers.get('host') ?? 'localhost'
  const asked = request.headers.get('origin')
  return asked === `https://${host}` ? asked : `http://${host}`
}

async function readBody(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBodyBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

// Not made by `route()`: next-auth parses, answers and sets cookies itself. The rule stands beside it
// all the same, so that the test that walks every route sees it.
export const GET = Object.assign(get, { spec: spec('GET') })
export const POST = Object.assign(post, { spec: spec('POST') })
