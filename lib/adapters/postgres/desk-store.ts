import type { NoticeWriter } from '@/lib/entries/ports'
import { roleMay } from '@/lib/auth/permissions'
import { Role } from '@/lib/auth/schema'
import { newId } from '@/lib/kernel/ids'
import type { DeskStore } from '@/lib/proposals/desk/desk-ports'
import type { Comment } from '@/lib/proposals/desk/desk-schema'
import { scrub } from '@/lib/safety/scrub'
import type { Scoped } from './database'
import type { Comment as CommentRow } from './generated/client'
import { outboxWriter } from './outbox-store'

export function deskStore({ db, workspaceId }: Scoped): DeskStore {
  return {
    async subjectExists({ type, id }) {
      const where = { id, workspace_id: workspaceId }
      return (type === 'proposal' ? await db.proposal.count({ where }) : await db.entry.count({ where })) > 0
    },
    async comments({ type, id }) {
      const rows = await db.comment.findMany({
        where: { workspace_id: workspaceId, subject_type: type, subject_id: id },
        orderBy: { id: 'asc' },
        take: 500,
      })
      return rows.map(toComment)
    },
    async addComment({ type, id }, comment, now) {
      const row = await db.comment.create({
        data: {
          ...comment,
          text: scrub(comment.text),
          id: newId('cmt', now.getTime()),
          workspace_id: workspaceId,
          subject_type: type,
          subject_id: id,
          created_at: now,
        },
      })
      return toComment(row)
    },
    async members(userIds) {
      const rows = await db.membership.findMany({
        where: { workspace_id: workspaceId, user_id: { in: userIds }, removed_at: null },
        select: { user_id: true },
      })
      return rows.map((row) => row.user_id)
    },
    async notifications(userId, limit) {
      const rows = await db.notification.findMany({
        where: { workspace_id: workspaceId, user_id: userId },
        orderBy: { created_at: 'desc' },
        take: limit,
      })
      return rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        title: row.title,
        href: row.href,
        created_at: row.created_at.toISOString(),
        read_at: row.read_at?.toISOString() ?? null,
      }))
    },
    async markRead(userId, now, ids) {
      const { count } = await db.notification.updateMany({
        where: {
          workspace_id: workspaceId,
          user_id: userId,
          read_at: null,
          ...(ids ? { id: { in: ids } } : {}),
        },
        data: { read_at: now },
      })
      return count
    },
    async views(userId) {
      return db.savedView.findMany({
        where: { workspace_id: workspaceId, user_id: userId },
        orderBy: { name: 'asc' },
        select: { id: true, name: true, query: true },
        take: 100,
      })
    },
    async saveView(userId, view) {
      return db.savedView.upsert({
        where: { workspace_id_user_id_name: { workspace_id: workspaceId, user_id: userId, name: view.name } },
        create: { id: newId('view'), workspace_id: workspaceId, user_id: userId, ...view },
        update: { query: view.query },
        select: { id: true, name: true, query: true },
      })
    },
    async deleteView(userId, id) {
      const { count } = await db.savedView.deleteMany({
        where: { id, workspace_id: workspaceId, user_id: userId },
      })
      return count > 0
    },
  }
}

const deciderRoles = Role.options.filter((role) => roleMay(role, 'proposal.decide'))

export function noticeWriter(scoped: Scoped): NoticeWriter {
  const { db, workspaceId } = scoped
  return {
    async add({ kind, title, href, subject, to, except }, now) {
      const people = await db.membership.findMany({
        where: {
          workspace_id: workspaceId,
          removed_at: null,
          ...(to === 'deciders' ? { role: { in: deciderRoles } } : { user_id: { in: to } }),
          ...(except ? { NOT: { user_id: except } } : {}),
        },
        select: { user_id: true },
      })
      await db.notification.createMany({
        data: people.map(({ user_id }) => ({
          id: newId('ntf', now.getTime()),
          workspace_id: workspaceId,
          user_id,
          kind,
          title,
          href,
          created_at: now,
        })),
      })
      // A mention is between people; the rest may interest other systems.
      if (kind === 'mention') return
      await outboxWriter(scoped).add({
        topic: 'notify',
        subject_id: subject.id,
        payload: { kind, title, href, subject },
        available_at: now,
      })
    },
  }
}

function toComment(row: CommentRow): Comment {
  return {
    id: row.id,
    author_id: row.author_id,
    author_label: row.author_label,
    text: row.text,
    mentions: row.mentions,
    created_at: row.created_at.toISOString(),
  }
}
