import { randomBytes } from 'node:crypto'
import { authorize } from '@/lib/auth/authorize'
import type { RequestOrigin } from '@/lib/auth/ports'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/auth/second-factor'
import { trace } from '@/lib/auth/sign-in'
import { newId } from '@/lib/kernel/ids'
import type { WorkspaceParts, WorkspaceTransaction } from './ports'
import { WorkspacePolicy, type Workspace, type WorkspaceMode } from './schema'

/** An admin opens another workspace, and is its first admin. Throws `conflict` for a taken slug. */
export async function createWorkspace(
  parts: WorkspaceParts,
  principal: UserPrincipal,
  input: { name: string; slug: string },
  origin: RequestOrigin,
): Promise<Workspace> {
  const now = parts.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  const id = newId('ws', now.getTime())
  const actor = actorOf(principal)
  return parts.unit.transact(id, async (tx) => {
    await addWorkspace(tx, { id, ...input, actor, now, origin })
    await tx.members.put(principal.user_id, 'admin', now)
    await tx.audit.append({
      type: 'member.joined',
      actor,
      target: { type: 'member', id: principal.user_id, label: principal.email },
      after: { role: 'admin' },
      ...trace(origin),
    })
    return tx.workspace.lock()
  })
}

type Actor = ReturnType<typeof actorOf> | { type: 'system'; id: string }

/** The change itself, for the console, the command line and seeding alike. */
export async function addWorkspace(
  tx: WorkspaceTransaction,
  workspace: {
    id: string
    name: string
    slug: string
    policy?: Partial<WorkspacePolicy>
    /** A new workspace serves nothing until people judged what it would serve. */
    mode?: WorkspaceMode
    actor: Actor
    now: Date
    origin?: RequestOrigin
  },
): Promise<void> {
  const { id, name, slug, actor, now, origin } = workspace
  const policy = WorkspacePolicy.parse(workspace.policy ?? {})
  const mode = workspace.mode ?? 'shadow'
  await tx.workspace.create({ name, slug, policy, salt: randomBytes(32).toString('base64url'), now })
  if (mode === 'shadow') await tx.workspace.setMode(mode, now)
  await tx.audit.append({
    type: 'workspace.created',
    actor,
    target: { type: 'workspace', id, label: name },
    after: { name, slug, mode, policy },
    ...(origin ? trace(origin) : {}),
  })
  await tx.announce({ what: 'created', at: now })
}
