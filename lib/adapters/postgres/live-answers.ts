import { TemplateSlot } from '@/lib/entries/schema'
import type { RescanSource } from '@/lib/proposals/intake/rescan-live'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import type { Db } from './database'

type Row = {
  entry_id: string
  version: number
  key: string
  scope: string
  answer: string
  slots: unknown
  ruleset_version: string
}

const pageSize = 200

/** What is served now, as a re-scan reads it: page by page, in id order. */
export function liveAnswers(db: Db): RescanSource {
  return {
    async policy(workspaceId) {
      const row = await db.workspace.findUniqueOrThrow({
        where: { id: workspaceId },
        select: { policy: true },
      })
      return WorkspacePolicy.parse(row.policy)
    },
    async *live(workspaceId) {
      let after = ''
      for (;;) {
        const rows: Row[] = await db.$queryRaw`
          SELECT e.id AS entry_id, v.version, e.key, e.scope, v.answer, v.slots, v.ruleset_version
          FROM entry e JOIN entry_version v ON v.entry_id = e.id AND v.version = e.current_version
          WHERE e.workspace_id = ${workspaceId} AND e.state = 'active' AND e.id > ${after}
          ORDER BY e.id LIMIT ${pageSize}`
        for (const { answer, slots, ...row } of rows)
          yield { ...row, template: answer, slots: TemplateSlot.array().parse(slots) }
        if (rows.length < pageSize) return
        after = rows.at(-1)!.entry_id
      }
    },
    async outdated(workspaceId, rulesetVersion) {
      const rows = await db.$queryRaw<{ outdated: boolean }[]>`
        SELECT EXISTS (
          SELECT 1 FROM entry e JOIN entry_version v ON v.entry_id = e.id AND v.version = e.current_version
          WHERE e.workspace_id = ${workspaceId} AND e.state = 'active' AND v.ruleset_version <> ${rulesetVersion}
            AND v.created_at > COALESCE((SELECT max(a.at) FROM audit_event a WHERE a.workspace_id = ${workspaceId}
              AND a.target_id = ${rulesetVersion} AND a.type = 'safety.rescan'), '-infinity')
        ) AS outdated`
      return rows[0]!.outdated
    },
  }
}
