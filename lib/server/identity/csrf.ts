import type { Env } from '@/lib/env'
import { L0Error } from '@/lib/kernel/errors'
import type { Call } from '../http/call'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Cookies are sent by the browser whoever asks; so a change made with a session must come from our
 * own pages: custom header, JSON (enforced where bodies are parsed), and a matching origin.
 */
export function requireSameOrigin(call: Call, env: Env): void {
  if (safeMethods.has(call.method)) return
  const site = call.header('sec-fetch-site')
  if (site && site !== 'same-origin') throw refused()
  if (call.header('x-l0-csrf') !== '1') throw refused()
  const origin = call.header('origin')
  if (origin && !allowedOrigin(origin, call, env)) throw refused()
  if (!origin && !site) throw refused()
}

function allowedOrigin(origin: string, call: Call, env: Env): boolean {
  if (env.L0_URL && origin === new URL(env.L0_URL).origin) return true
  const host = call.header('host')
  return !env.L0_URL && host !== null && (origin === `http://${host}` || origin === `https://${host}`)
}

function refused(): L0Error {
  return new L0Error('csrf_rejected', 'This change did not come from the console itself, so it was refused.')
}
