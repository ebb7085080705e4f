import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { notFound } from '@/lib/kernel/errors'
import type { CommentSubject } from './desk-ports'
import type { AddComment, Comment } from './desk-schema'
import type { Caller, ReviewDeps } from '../ports'

type Deps = Pick<ReviewDeps, 'unit' | 'clock'>

export async function listComments(
  deps: Deps,
  principal: UserPrincipal,
  subject: CommentSubject,
): Promise<Comment[]> {
  authorize(principal, { permission: 'view', now: deps.clock.now() })
  const { desk } = deps.unit.read(principal.workspace_id)
  if (!(await desk.subjectExists(subject))) throw notFound(`This ${subject.type}`)
  return desk.comments(subject)
}

/** Adds a comment and tells the members it mentions; ids of strangers are dropped. */
export async function addComment(
  deps: Deps,
  { principal, request_id }: Caller<UserPrincipal>,
  subject: CommentSubject,
  { text, mentions }: AddComment,
): Promise<Comment> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', now })
  return deps.unit.transact(principal.workspace_id, async (tx) => {
    if (!(await tx.desk.subjectExists(subject))) throw notFound(`This ${subject.type}`)
    const mentioned = mentions.length > 0 ? await tx.desk.members([...new Set(mentions)]) : []
    const author = { author_id: principal.user_id, author_label: principal.label }
    const comment = await tx.desk.addComment(subject, { ...author, text, mentions: mentioned }, now)
    // The text may name people: the log records that it was said, not what.
    await tx.audit.append({
      type: 'comment.added',
      actor: actorOf(principal),
      target: { type: subject.type, id: subject.id },
      after: { comment: comment.id, mentions: mentioned },
      request_id,
    })
    if (mentioned.length > 0) {
      const href = `/${subject.type === 'proposal' ? 'queue' : 'entries'}/${subject.id}`
      const title = `${principal.label} mentioned you`
      await tx.notices.add(
        { kind: 'mention', title, href, subject, to: mentioned, except: principal.user_id },
        now,
      )
    }
    return comment
  })
}
