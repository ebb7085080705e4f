// Known vulnerabilities in what is shipped (`npm audit --omit=dev`). Fails on each that is not explained in
// audit-allowed.json: [{ "id": "GHSA-…", "package": "name", "reason": "why it does not reach us", "expires": "2027-01-31" }].
// A registry that has no audit endpoint answers nothing: that is said, and fails nothing.
// Exit status: 0 clean, explained or not reachable (see the text); 1 unexplained; 2 the list is malformed.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const idPattern = /^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/i

/** Reads the list; throws with the entry that is wrong. */
export function readAllowed(text) {
  const list = JSON.parse(text)
  if (!Array.isArray(list)) throw new Error('the list is not an array')
  for (const [i, entry] of list.entries()) {
    const { id, package: name, reason, expires } = entry ?? {}
    if (!idPattern.test(id ?? '')) throw new Error(`entry ${i}: id must be a GHSA id`)
    if (typeof name !== 'string' || name === '') throw new Error(`${id}: package is missing`)
    if (typeof reason !== 'string' || reason.trim().length < 20)
      throw new Error(`${id}: say in a sentence why it does not reach us`)
    if (!/^\d{4}-\d\d-\d\d$/.test(expires ?? '') || Number.isNaN(Date.parse(expires)))
      throw new Error(`${id}: expires must be a date, YYYY-MM-DD`)
  }
  return list
}

/**
 * What `npm audit --json` (format 2) says, held against the list.
 * @returns {{ state: 'checked', unexplained: object[], explained: object[], unused: object[] } | { state: 'not_reachable', why: string }}
 */
export function judgeAudit(report, allowed, today) {
  if (!report || typeof report !== 'object' || !report.vulnerabilities)
    return { state: 'not_reachable', why: report?.message ?? report?.error?.summary ?? 'no report came back' }
  const found = new Map()
  for (const { name, via = [] } of Object.values(report.vulnerabilities)) {
    for (const cause of via) {
      // A name stands for another package's advisory, which is listed there.
      if (typeof cause === 'string') continue
      const id = /GHSA-[\w-]+/i.exec(cause.url ?? '')?.[0] ?? String(cause.source)
      found.set(`${id} ${cause.name ?? name}`, {
        id,
        package: cause.name ?? name,
        severity: cause.severity,
        title: cause.title,
        url: cause.url,
      })
    }
  }
  const fits = (advisory) => (entry) =>
    entry.id.toLowerCase() === advisory.id.toLowerCase() && entry.package === advisory.package
  const unexplained = []
  const explained = []
  for (const advisory of found.values()) {
    const entry = allowed.find(fits(advisory))
    if (entry && entry.expires >= today) explained.push({ ...advisory, reason: entry.reason })
    else
      unexplained.push(
        entry ? { ...advisory, note: `the explanation expired on ${entry.expires}` } : advisory,
      )
  }
  const unused = allowed.filter((entry) => ![...found.values()].some((advisory) => fits(advisory)(entry)))
  return { state: 'checked', unexplained, explained, unused }
}

function main() {
  const here = path.dirname(fileURLToPath(import.meta.url))
  let allowed
  try {
    allowed = readAllowed(readFileSync(path.join(here, 'audit-allowed.json'), 'utf8'))
  } catch (error) {
    console.error(`✗ scripts/audit-allowed.json: ${error.message}`)
    return 2
  }
  const ran = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: path.join(here, '..'),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    timeout: 120_000,
  })
  const verdict = judgeAudit(parse(ran.stdout), allowed, new Date().toISOString().slice(0, 10))
  if (verdict.state === 'not_reachable') {
    console.log(`NOT CHECKED: the registry's audit endpoint is not reachable (${verdict.why}).`)
    console.log('This is no clean result: run it where registry.npmjs.org can be reached.')
    return 0
  }
  for (const { id, package: name, reason } of verdict.explained)
    console.log(`explained: ${name} ${id}: ${reason}`)
  for (const { id, package: name } of verdict.unused)
    console.log(`no longer needed in the list: ${name} ${id}`)
  for (const { id, package: name, severity, title, url, note } of verdict.unexplained)
    console.error(`✗ ${severity}: ${name} ${id}: ${title} ${url ?? ''}${note ? ` (${note})` : ''}`)
  if (verdict.unexplained.length === 0) console.log(`✓ ${verdict.explained.length} advisories, all explained`)
  return verdict.unexplained.length === 0 ? 0 : 1
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main()
