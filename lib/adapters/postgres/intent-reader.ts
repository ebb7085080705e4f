import { TemplateSlot } from '@/lib/entries/schema'
import type { IntentReader } from '@/lib/proposals/ports'
import { Risk } from '@/lib/workspaces/schema'
import type { Scoped } from './database'

export function intentReader({ db, workspaceId }: Scoped): IntentReader {
  return {
    async facts(key) {
      const row = await db.intent.findUnique({
        where: { workspace_id_key: { workspace_id: workspaceId, key } },
        select: {
          key: true,
          title: true,
          risk: true,
          slots: true,
          status: true,
          auto_approve: true,
          merged_into: true,
        },
      })
      if (!row) return null
      return {
        key: row.key,
        title: row.title,
        risk: Risk.parse(row.risk),
        slots: templateSlots(row.slots),
        // What it is asked from now on is the other intent's; until then its questions make no proposals.
        approved: row.status === 'approved' && row.merged_into === null,
        auto_approve: row.auto_approve,
      }
    },
  }
}

/** Slots as an intent stores them (with patterns and examples) are cut down to what a template needs. */
export function templateSlots(stored: unknown): TemplateSlot[] {
  return TemplateSlot.array().parse(stored ?? [])
}
