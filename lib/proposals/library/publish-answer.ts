import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { invalidInput, notFound } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import { requireFeature } from '@/lib/workspaces/plans'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import type { Caller } from '../ports'
import type { LibraryDeps } from './ports'
import { refusal, requirePublishable } from './publishable'
import type { LibraryPage, LibraryQuery, PublishAnswer, SharedAnswer } from './schema'

/** Without lists of one's own: a domain or a number that one workspace may name is not generic. */
const nobodysPolicy = WorkspacePolicy.parse({})

/** What the workspaces of this deployment share. Throws `plan_limit` on a plan without the library. */
export async function listLibrary(
  deps: LibraryDeps,
  principal: UserPrincipal,
  query: LibraryQuery,
): Promise<LibraryPage> {
  authorize(principal, { permission: 'view', now: deps.clock.now() })
  requireFeature(await deps.plan(principal.workspace_id), 'shared_library')
  return deps.read(principal.workspace_id).list(query)
}

/**
 * Shows an approved, generic answer to the other workspaces: a copy of the version that is served now, and the phrasings
 * that were picked. Shown again, it takes the earlier one's place. Throws `conflict` with what keeps it from being shared.
 */
export async function publishAnswer(
  deps: LibraryDeps,
  { principal, request_id }: Caller<UserPrincipal>,
  { entry_id, description, phrasings }: PublishAnswer,
): Promise<SharedAnswer> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  return deps.transact(principal.workspace_id, async (tx) => {
    requireFeature(await tx.plan(), 'shared_library')
    const entry = await tx.entry(entry_id)
    if (!entry) throw notFound('The entry')
    const live = requirePublishable(entry)
    const intent = await tx.intent(entry.key)
    if (!intent?.approved) throw refusal('its intent is not described')
    const report = await deps.check({ template: live.answer, slots: live.slots, policy: nobodysPolicy })
    const finding = report.findings.find(({ severity }) => severity !== 'info')
    if (finding) throw refusal(`the safety check says: ${finding.message}`)
    requireGeneric(deps, { intent, description, phrasings })
    const id = newId('lib', now.getTime())
    const { key } = entry
    const shared = { id, key, title: intent.title, description, phrasings, risk: live.risk }
    const content = { slots: live.slots, answer: live.answer, content_hash: live.content_hash }
    const source = { entry_id, entry_version: live.version, ruleset_version: report.ruleset_version }
    await tx.library.publish({ ...shared, ...content, ...source, published_by: principal.user_id }, now)
    await tx.audit.append({
      type: 'library.published',
      actor: actorOf(principal),
      target: { type: 'shared_answer', id, label: key },
      after: { ...source, content_hash: live.content_hash, phrasings: phrasings.length },
      risk: 'medium',
      request_id,
    })
    return (await tx.library.get(id))!
  })
}

/** Takes an answer out of the library. What others adopted is theirs and stays. */
export async function unpublishAnswer(
  deps: LibraryDeps,
  { principal, request_id }: Caller<UserPrincipal>,
  id: string,
): Promise<void> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  await deps.transact(principal.workspace_id, async (tx) => {
    const shared = await tx.library.get(id)
    if (!shared || !(await tx.library.unpublish(id, now))) throw notFound('This shared answer')
    await tx.audit.append({
      type: 'library.unpublished',
      actor: actorOf(principal),
      target: { type: 'shared_answer', id, label: shared.key },
      request_id,
    })
  })
}

type Words = { intent: { title: string; phrasings: string[] }; description: string; phrasings: string[] }

function requireGeneric({ redact }: LibraryDeps, { intent, description, phrasings }: Words): void {
  for (const text of phrasings) {
    if (!intent.phrasings.includes(text)) throw invalidInput('phrasings', `"${text}" is none of the intent’s`)
    if (redact(text) !== text) throw invalidInput('phrasings', `"${text}" holds what may be personal data`)
  }
  if (redact(description) !== description)
    throw invalidInput('description', 'holds what may be personal data')
  if (redact(intent.title) !== intent.title) throw refusal('its title holds what may be personal data')
}
