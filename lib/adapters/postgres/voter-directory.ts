import { roleMay } from '@/lib/auth/permissions'
import { Role } from '@/lib/auth/schema'
import { actorKey } from '@/lib/proposals/deciding/approval-rules'
import type { PolicyReader, Standing, VoterDirectory } from '@/lib/proposals/ports'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import type { Scoped } from './database'
import { Prisma } from './generated/client'

type Options = { now: () => Date; lock: boolean }

type PersonRow = {
  user_id: string
  role: string
  removed_at: Date | null
  disabled_at: Date | null
  name: string
}
type KeyRow = {
  id: string
  name: string
  scopes: string[]
  created_by: string
  creator: string | null
  expires_at: Date | null
  revoked_at: Date | null
}

/**
 * Rights read from the rows as they are now. Inside a transaction the rows are share-locked: a
 * demotion waits for the decision, or the decision sees it.
 */
export function voterDirectory({ db, workspaceId }: Scoped, { now, lock }: Options): VoterDirectory {
  const people = async (ids: string[]) => {
    if (ids.length === 0) return []
    return db.$queryRaw<PersonRow[]>`
      SELECT m.user_id, m.role, m.removed_at, u.disabled_at, u.name
      FROM membership m JOIN app_user u ON u.id = m.user_id
      WHERE m.workspace_id = ${workspaceId} AND m.user_id = ANY(${ids}) ${lock ? Prisma.sql`FOR SHARE` : Prisma.empty}`
  }
  const keys = async (ids: string[]) => {
    if (ids.length === 0) return []
    return db.$queryRaw<KeyRow[]>`
      SELECT k.id, k.name, k.scopes, k.created_by, k.expires_at, k.revoked_at,
        (SELECT u.id FROM app_user u WHERE u.id = k.created_by) AS creator
      FROM api_key k
      WHERE k.workspace_id = ${workspaceId} AND k.id = ANY(${ids}) ${lock ? Prisma.sql`FOR SHARE OF k` : Prisma.empty}`
  }
  return {
    async standings(actors) {
      const idsOf = (type: string) => [...new Set(actors.filter((a) => a.type === type).map((a) => a.id))]
      const found = new Map<string, Standing>()
      for (const row of await people(idsOf('user'))) {
        found.set(actorKey({ type: 'user', id: row.user_id }), personStanding(row))
      }
      for (const row of await keys(idsOf('api_key'))) {
        found.set(actorKey({ type: 'api_key', id: row.id }), keyStanding(row, now()))
      }
      return found
    },
  }
}

/** Reads the policy once: what one transaction or one page is judged by does not change half-way. */
export function policyReader({ db, workspaceId }: Scoped, { lock }: { lock: boolean }): PolicyReader {
  const read = async () => {
    const rows = await db.$queryRaw<{ policy: unknown; policy_version: number }[]>`
      SELECT policy, policy_version FROM workspace WHERE id = ${workspaceId} ${lock ? Prisma.sql`FOR SHARE` : Prisma.empty}`
    const row = rows[0]
    if (!row) throw new Error(`workspace ${workspaceId} does not exist`)
    return { policy: WorkspacePolicy.parse(row.policy), policy_version: row.policy_version }
  }
  let once: ReturnType<typeof read> | undefined
  return { current: () => (once ??= read()) }
}

function personStanding(row: PersonRow): Standing {
  const whyNot =
    row.removed_at || row.disabled_at ? 'You are no longer a member of this workspace.' : roleWhyNot(row.role)
  return { person: row.user_id, label: row.name, may_decide: whyNot === null, why_not: whyNot }
}

function roleWhyNot(role: string): string | null {
  const parsed = Role.safeParse(role)
  if (parsed.success && roleMay(parsed.data, 'proposal.decide')) return null
  return `The role ${role} may not decide.`
}

/** A key made by a person votes as that person: two keys of one person are one voter. */
function keyStanding(row: KeyRow, now: Date): Standing {
  const live = row.revoked_at === null && (row.expires_at === null || row.expires_at > now)
  const whyNot = !live
    ? 'This API key was revoked or has expired.'
    : row.scopes.includes('review')
      ? null
      : 'This API key does not have the scope "review".'
  return { person: row.creator ?? row.id, label: row.name, may_decide: whyNot === null, why_not: whyNot }
}
