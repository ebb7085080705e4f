import { describe, expect, it } from 'vitest'
import { safeNext } from './leave'

describe('safeNext', () => {
  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', null])(
    'never leads out of the console (%s)',
    (next) => expect(safeNext(next)).toBe('/queue'),
  )

  it('keeps a path of the console', () => {
    expect(safeNext('/entries/ent_1?x=1')).toBe('/entries/ent_1?x=1')
  })

  it('does not lead back into signing in', () => {
    expect(safeNext('/mfa?next=/mfa')).toBe('/queue')
  })
})
