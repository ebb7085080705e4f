import { decodedView } from '../decoded-view'
import { findingOf, type Detector } from '../detector'
import { judgeLink } from '../judge-link'
import { findLinks, type FoundLink } from '../recognizers/link'
import type { Finding, SafetyPolicy } from '../schema'

/** Web addresses by allowlist: an address that is not on it is a finding, whatever it looks like. */
export const links: Detector = {
  id: 'links',
  version: 1,
  severity: 'block',
  detect(text, { policy }) {
    const found = findLinks(text)
    const findings = found.flatMap((link) => linkFindings(text, link, policy))
    findings.push(...markdownFindings(text, policy))
    if (findings.length > 0) return findings
    return disguisedFindings(text, policy)
  },
}

function linkFindings(text: string, link: FoundLink, policy: SafetyPolicy): Finding[] {
  const fault = judgeLink(link, policy) ?? cutShort(text, link)
  if (!fault) return []
  const joined = link.kind === 'bare' && isJoinedSentence(link.raw)
  return [findingOf({ ...fault, severity: joined ? 'warn' : fault.severity, text, span: link })]
}

/** Readers disagree about quotes and brackets inside a host name: refuse what one of them may go on reading. */
function cutShort(text: string, link: FoundLink): ReturnType<typeof judgeLink> {
  const hasPath = /^[a-z]+:\/\/[^/]*\//i.test(link.raw)
  if (hasPath || link.kind === 'mail' || link.kind === 'telephone') return undefined
  if (!/^["'`{}|^<>[\],;*~_.]{1,3}[\w@.-]/.test(text.slice(link.end, link.end + 4))) return undefined
  return {
    rule: 'link.off_allowlist',
    severity: 'block',
    message: 'The characters after this link could be read as part of the domain. Put a space between them.',
  }
}

const wordDomains =
  /^[\p{Ll}’']+\.(?:You|So|In|Is|To|My|No|It|Me|At|Be|By|As|Do|Us|Am|Now|How|Here|Call|Click|Download|Go|Live|Contact|Help|Read|Next|Support|Email|Are|Et|Her|Its|Mail|Open|Phone|Sale|Store|Shop|Our|Your|Add|Buy|Please)$/u

/** "…your order.You can" is a missing space, not `order.you`. */
function isJoinedSentence(raw: string): boolean {
  return wordDomains.test(raw)
}

const markdownLink = /!?\[([^\]\n]{0,300})\]\(\s{0,5}<?([^\s)>]{0,2000})/g
const referenceLink = /^\s{0,3}\[([^\]\n]{1,200})\]:\s{0,5}<?(\S{1,2000})/gm

function markdownFindings(text: string, policy: SafetyPolicy): Finding[] {
  const findings: Finding[] = []
  for (const match of [...text.matchAll(markdownLink), ...text.matchAll(referenceLink)]) {
    const span = { start: match.index, end: match.index + match[0].length }
    const [, label = '', target = ''] = match
    const add = (severity: 'block' | 'high', message: string) =>
      findings.push(findingOf({ rule: 'link.off_allowlist', severity, message, text, span }))
    const [first] = findLinks(target)
    if (!first || first.start !== 0) {
      add('high', 'This link has no full web address. Write the whole https address, or plain words.')
    } else if (match[0].startsWith('!')) {
      add('high', 'Pictures load from elsewhere and tell who reads the answer. Remove it.')
    }
    const shown = findLinks(label)[0]
    if (shown && first && hostOf(shown) !== hostOf(first)) {
      add('block', `The link shows ${hostOf(shown)} but leads to ${hostOf(first)}.`)
    }
    if (
      first &&
      first.start === 0 &&
      first.raw.length < target.replace(/[.,;:!?]+$/, '').length &&
      judgeLink(first, policy) === undefined
    ) {
      add('block', 'The target of this link cannot be read with certainty. Write it as https://domain/path.')
    }
  }
  return findings
}

function hostOf(link: FoundLink): string {
  const full =
    link.kind === 'url'
      ? link.raw
      : link.kind === 'relative_scheme'
        ? `https:${link.raw}`
        : `https://${link.raw}`
  try {
    return new URL(full).hostname.replace(/^www\./, '')
  } catch {
    return full.slice(0, 60)
  }
}

function disguisedFindings(text: string, policy: SafetyPolicy): Finding[] {
  const view = decodedView(text)
  if (!view) return []
  for (const link of findLinks(view.text)) {
    const fault = text.includes(link.raw) ? undefined : judgeLink(link, policy)
    if (!fault) continue
    const span = { start: view.at, end: Math.min(text.length, view.at + 40) }
    return [
      findingOf({ ...fault, message: `Behind escapes or hidden characters: ${fault.message}`, text, span }),
    ]
  }
  return []
}
