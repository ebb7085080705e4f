import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
// @ts-expect-error plain JavaScript, so that it runs before anything is installed
import { judgeAudit, readAllowed } from './audit-deps.mjs'

const today = '2026-11-24'
const advisory = {
  source: 1,
  name: 'left-pad',
  severity: 'high',
  title: 'It pads',
  url: 'https://github.com/advisories/GHSA-2222-3333-4444',
}
const report = {
  auditReportVersion: 2,
  vulnerabilities: {
    'left-pad': { name: 'left-pad', via: [advisory] },
    wraps: { name: 'wraps', via: ['left-pad'] },
  },
}
const entry = {
  id: 'GHSA-2222-3333-4444',
  package: 'left-pad',
  reason: 'We never hand it text that somebody else chose.',
  expires: '2026-12-31',
}

describe('audit of dependencies', () => {
  it('fails on what is not explained, once for each advisory', () => {
    expect(judgeAudit(report, [], today)).toMatchObject({
      state: 'checked',
      unexplained: [{ id: entry.id, package: 'left-pad' }],
    })
  })

  it('an explanation holds until its day, for its package only', () => {
    expect(judgeAudit(report, [entry], today)).toMatchObject({
      unexplained: [],
      explained: [{ id: entry.id }],
    })
    expect(judgeAudit(report, [{ ...entry, expires: '2026-11-23' }], today)).toMatchObject({
      unexplained: [{ note: 'the explanation expired on 2026-11-23' }],
    })
    expect(judgeAudit(report, [{ ...entry, package: 'other' }], today).unexplained).toHaveLength(1)
  })

  it('says when the registry has no such endpoint, and never calls that clean', () => {
    for (const answer of [null, { message: '405 Method Not Allowed' }, { error: { summary: 'x' } }])
      expect(judgeAudit(answer, [], today).state).toBe('not_reachable')
  })

  it('names explanations that nothing needs any more', () => {
    const clean = { vulnerabilities: {} }
    expect(judgeAudit(clean, [entry], today)).toMatchObject({ unexplained: [], unused: [entry] })
  })

  it('our own list is well-formed, and a list without reasons is refused', () => {
    expect(() => readAllowed(readFileSync('scripts/audit-allowed.json', 'utf8'))).not.toThrow()
    expect(() => readAllowed(JSON.stringify([{ ...entry, reason: 'ok' }]))).toThrow('why')
    expect(() => readAllowed(JSON.stringify([{ ...entry, expires: 'never' }]))).toThrow('expires')
  })
})
