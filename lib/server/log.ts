import pino, { type Logger, type LoggerOptions } from 'pino'
import type { Env } from '@/lib/env'

/**
 * Structured logs to standard output. They name routes, ids and codes; what somebody asked, what
 * was answered, and who they are stays out. The paths below are a second net, not the rule.
 */
export function makeLog(env: Env): Logger {
  return pino(logOptions(env))
}

export function logOptions(env: Pick<Env, 'LOG_LEVEL'>): LoggerOptions {
  return {
    level: env.LOG_LEVEL,
    base: { service: 'l0-cache' },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: [...personal, ...personal.map((name) => `*.${name}`)], censor: '[left out]' },
    serializers: { err: describeError },
  }
}

const personal = [
  'query',
  'answer',
  'email',
  'authorization',
  'cookie',
  'password',
  'code',
  'headers',
  'token',
  'secret',
]

/** Messages of database drivers can quote values; only our own are kept whole. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: 'not an Error' }
  const { code } = error as { code?: unknown }
  const driver = /prisma|postgres|DatabaseError/i.test(`${error.name} ${error.constructor.name}`)
  return {
    type: error.name,
    code,
    message: driver ? error.message.split('\n').at(-1)?.slice(0, 200) : error.message.slice(0, 500),
    stack: error.stack
      ?.split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .slice(0, 12)
      .join('\n'),
  }
}
