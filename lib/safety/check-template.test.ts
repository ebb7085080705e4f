import { describe, expect, test } from 'vitest'
import { checkTemplate } from './check-template'
import { cleanCases } from './evaluation/clean-templates'
import { Random } from './evaluation/random'
import { syntheticPolicy as policy, syntheticSlots as slots } from './evaluation/synthetic'
import { markupPayloads } from './fixtures/markup-payloads'
import { alwaysOnRules, rulesetVersion } from './ruleset'
import { SafetyPolicy, SafetyReport } from './schema'

const check = (template: string, change: Partial<SafetyPolicy> = {}) =>
  checkTemplate({ template, slots, policy: { ...policy, ...change } })
const rules = (template: string, change: Partial<SafetyPolicy> = {}) =>
  check(template, change)
    .findings.filter(({ severity }) => severity !== 'info')
    .map(({ rule }) => rule)

describe('checkTemplate', () => {
  test('prices, semicolons, arrows, comparisons and listed links, numbers and addresses pass', () => {
    for (const template of [
      'It costs $5.00; ${{amount}} comes back.',
      'See https://acme.com/orders/{{order_id}}?a=1#top; or help.acme.com.',
      'Call (800) 555-0199 or 1-800-555-0199.',
      'Write to help@acme.com.',
      'Settings --> Orders',
      'if a < b and 5<6 <3',
      '[help](https://acme.com/help)',
      '“{{order_id}}” (#{{order_id}})',
    ]) {
      expect(rules(template), template).toEqual([])
    }
  })

  test('hand-written clean answers bring no finding that raises risk', () => {
    const objected = cleanCases(new Random(9), 300).filter(({ text }) => check(text).raised_risk !== 'low')
    expect(objected.map(({ text }) => text)).toEqual([])
  })

  test.each(markupPayloads.map(({ family, payload }) => [family, payload]))(
    '%s is blocked alone and inside an answer: %s',
    (_, payload) => {
      expect(check(payload).blocked).toBe(true)
      expect(check(`To cancel order {{order_id}}, ${payload} then wait.`).blocked).toBe(true)
    },
  )

  test('a placeholder the intent does not fill is blocked, whatever its spelling', () => {
    for (const template of [
      '{{other}}',
      '{{ order_id }}',
      '{{Order_id}}',
      '{{order_id',
      '{{order_id}}}}',
      '{{}}',
      '{{{{order_id}}}}',
    ]) {
      expect(rules(template), template).toContain('slot.unknown')
      expect(check(template).blocked).toBe(true)
    }
  })

  test('secrets block and are never shown in full', () => {
    const key = `l0_${'a1B2'.repeat(12)}`
    const report = check(`Use ${key} to sign in`)
    expect(report.findings[0]).toMatchObject({ rule: 'secret.l0_key', severity: 'block', start: 4 })
    expect(JSON.stringify(report)).not.toContain(key.slice(3, 12))
  })

  test('a link that carries a password does not show it either', () => {
    const report = check('https://bob:s3cretpw@acme.com/')
    expect(report.blocked).toBe(true)
    expect(JSON.stringify(report)).not.toContain('s3cretpw')
  })

  test('off-list telephone numbers and addresses raise the risk to high without blocking', () => {
    const report = check('Call +44 20 7946 0958 or mail x@other.org')
    expect(report.findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['pii.phone', 'pii.email']),
    )
    expect(report).toMatchObject({ blocked: false, raised_risk: 'high' })
    expect(report.findings.find(({ rule }) => rule === 'pii.email')!.evidence).not.toContain('other')
  })

  test('card and identity numbers block', () => {
    expect(check('Pay with 4111 1111 1111 1111').blocked).toBe(true)
    expect(check('SSN 123-45-6789').blocked).toBe(true)
  })

  test('claims of deeds and the model’s own voice are findings; conditions are not', () => {
    expect(rules('I have cancelled your order.')).toContain('tone.overpromise')
    expect(rules('As an AI language model, I cannot help.')).toContain('tone.model_refusal')
    expect(rules('Once your refund has been processed you get a mail.')).toEqual([])
  })

  test('toxicity never blocks', () => {
    const report = check('You are a stupid idiot.')
    expect(report.findings.every(({ severity }) => severity === 'warn' || severity === 'info')).toBe(true)
  })

  test('marks left by redaction are found before a customer sees them', () => {
    expect(rules('Dear [name], your order is late')).toContain('slot.redacted')
  })

  test('nothing and too much are blocked', () => {
    expect(rules(' \u200b\n')).toContain('empty')
    expect(rules('a'.repeat(4_001))).toEqual(['too_long'])
    expect(rules(`${'a '.repeat(20_000)}`)).toEqual(['too_long'])
  })

  test('a workspace can switch off a matter of taste, not a matter of safety', () => {
    expect(rules('We guarantee it.', { disabled_rules: ['tone.overpromise'] })).toEqual([])
    const everything = { disabled_rules: [...alwaysOnRules, 'markup', 'link'] }
    expect(check('<script>alert(1)</script> {{x}}', everything).blocked).toBe(true)
  })

  test('a placeholder that a hostile value could make active is named', () => {
    for (const template of [
      '<{{order_id}}',
      'java{{order_id}}:go',
      '{{order_id}}:alert now',
      'https://acme.com{{order_id}}',
      'https://{{order_id}}/',
      'see {{order_id}}.com/x',
      'www.{{order_id}}.net',
    ]) {
      expect(check(template).blocked, template).toBe(true)
    }
    expect(check('<{{order_id}}').findings[0]).toMatchObject({ slot: 'order_id' })
  })

  test('the report has the published shape and names the rule set', () => {
    const report = check('<b>{{x}}</b> +44 20 7946 0958')
    expect(SafetyReport.parse(report)).toEqual(report)
    expect(report.ruleset_version).toBe(rulesetVersion)
  })

  test('evidence is short and offsets lie in the text', () => {
    const template = `<${'a'.repeat(3_000)}> https://evil.example/${'b'.repeat(500)}`
    for (const finding of check(template).findings) {
      expect(finding.evidence.length).toBeLessThanOrEqual(80)
      expect(finding.end).toBeLessThanOrEqual(template.length)
      expect(finding.start).toBeLessThanOrEqual(finding.end)
    }
  })

  test('is quick enough to run on each key press', () => {
    const template =
      'To cancel {{order_id}}, open https://acme.com/orders/{{order_id}}; the ${{amount}} comes back. '.repeat(
        10,
      )
    const cpuMs = Array.from({ length: 30 }, () => {
      const before = process.cpuUsage()
      check(template)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1_000
    })
    // Measured under 3 ms; the margin is for busy machines.
    expect(Math.min(...cpuMs)).toBeLessThan(500) // a hang, not a speed
  })
})
