import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from '@/lib/safety/schema'
import { annotate } from './annotate'

function finding(start: number, end: number, severity: Finding['severity'] = 'warn'): Finding {
  return { rule: 'tone.overpromise', severity, message: '', start, end, evidence: '' }
}

describe('annotate', () => {
  it('keeps a slot whole even when a finding begins inside it', () => {
    const pieces = annotate('Order {{order_id}} is gone', [finding(8, 21)])
    expect(pieces.map((piece) => piece.text)).toEqual(['Order ', '{{order_id}}', ' is', ' gone'])
    expect(pieces[1]).toMatchObject({ slot: 'order_id' })
    expect(pieces[1]!.findings).toHaveLength(1)
  })

  it('names the gravest finding first', () => {
    const [piece] = annotate('abc', [finding(0, 3, 'info'), finding(0, 3, 'block')])
    expect(piece!.findings.map((one) => one.severity)).toEqual(['block', 'info'])
  })

  it('never loses or doubles a character', () => {
    const texts = fc.array(fc.constantFrom('a', ' ', '{{x}}', '{{', '}}', 'é'), { maxLength: 30 })
    const spans = fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 6 })
    fc.assert(
      fc.property(texts, spans, (parts, ranges) => {
        const text = parts.join('')
        const pieces = annotate(
          text,
          ranges.map(([start, end]) => finding(start, end)),
        )
        expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      }),
    )
  })
})
