import { lintSource } from '@secretlint/core'
import { secretLintProfiler } from '@secretlint/profiler'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'
import { checkTemplate, reportOf, type TemplateToCheck } from './check-template'
import { findingOf } from './detector'
import type { Finding, SafetyReport } from './schema'

// It marks each step of each check, keeps the marks for ever, and looks through all of them at each: ten thousand checks
// took minutes of CPU, and a server makes one for every proposal.
secretLintProfiler.mark = () => {}

const preset = '@secretlint/secretlint-rule-preset-recommend'

/**
 * `checkTemplate` and secretlint's recommended rules, for publishing. Node only. Rejects when
 * secretlint fails: a check that did not run must not look like one that found nothing.
 */
export async function checkTemplateDeep(input: TemplateToCheck): Promise<SafetyReport> {
  const report = checkTemplate(input)
  const more = await secretlintFindings(input.template)
  const fresh = more.filter(
    (finding) =>
      !report.findings.some(
        (other) =>
          other.rule.startsWith('secret') &&
          other.severity === 'block' &&
          finding.start < other.end &&
          other.start < finding.end,
      ),
  )
  return reportOf(report.findings.concat(fresh), input.policy)
}

async function secretlintFindings(text: string): Promise<Finding[]> {
  const { messages } = await lintSource({
    source: { content: text, filePath: 'answer.txt', ext: '.txt', contentType: 'text' },
    options: {
      config: { rules: [{ id: preset, rule: creator }] },
      maskSecrets: true,
      noPhysicFilePath: true,
    },
  })
  return messages
    .filter(({ type }) => type === 'message')
    .map((message) => {
      const kind = (message.ruleId ?? '').replace(/^.*secretlint-rule-/, '')
      return findingOf({
        rule: 'secret',
        severity: 'block',
        message: `This is a credential (${kind}). Remove it, and revoke it where it was issued: it has been seen.`,
        text,
        span: { start: message.range[0], end: message.range[1] },
        masked: true,
      })
    })
}
