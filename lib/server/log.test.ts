import { Writable } from 'node:stream'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import type { Env } from '@/lib/env'
import { logOptions } from './log'

function logged(write: (log: pino.Logger) => void): string {
  let text = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk)
      done()
    },
  })
  write(pino(logOptions({ LOG_LEVEL: 'info' } as Env), stream))
  return text
}

describe('logs', () => {
  it('leave out what somebody asked, who they are, and credentials', () => {
    const text = logged((log) =>
      log.info(
        {
          query: 'my secret question',
          email: 'a@b.c',
          password: 'hunter2',
          body: { query: 'nested question' },
        },
        'x',
      ),
    )
    expect(text).not.toMatch(/secret question|a@b\.c|hunter2|nested question/)
  })
  it('keep only the last line of a database driver’s message, which quotes values before it', () => {
    const error = new Error('Invalid invocation with { email: "a@b.c" }\n\nUnique constraint failed')
    error.name = 'PrismaClientKnownRequestError'
    const text = logged((log) => log.error({ err: error }, 'x'))
    expect(text).not.toContain('a@b.c')
    expect(text).toContain('Unique constraint failed')
  })
})
