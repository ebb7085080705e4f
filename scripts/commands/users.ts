import { InvalidArgumentError, type Command } from 'commander'
import { clearFactors } from '@/lib/auth/reset-second-factor'
import { issuePasswordReset } from '@/lib/auth/reset-password'
import { Email, Role } from '@/lib/auth/schema'
import { newId } from '@/lib/kernel/ids'
import { composeWorkspaces } from '@/lib/server/compose/workspaces'
import { invitationLink, passwordResetLink } from '@/lib/server/identity/invitation-link'
import { addWorkspace } from '@/lib/workspaces/create-workspace'
import { addInvitation } from '@/lib/workspaces/invite-member'
import { WorkspaceSlug } from '@/lib/workspaces/schema'
import { inWorkspace, type CommandDeps } from './keys'

const actor = { type: 'system' as const, id: 'command-line' }

type Invite = { role: Role; workspace?: string; email?: string; json?: boolean }

/** `users invite | list | reset-mfa | reset-password`. */
export function registerUsers(program: Command, deps: CommandDeps): void {
  const users = program.command('users').description('people of a workspace')

  users
    .command('invite')
    .description('print a one-use link; makes the workspace when the deployment has none yet')
    .requiredOption('--role <role>', 'viewer, operator, admin or auditor', parseRole)
    .option('--workspace <slug>', 'workspace to invite to; may be left out while there is one', parseSlug)
    .option('--email <email>', 'address of the person', parseEmail, 'admin@localhost.localdomain')
    .option('--json', 'print JSON')
    .action(async (options: Invite) => {
      const slug = await targetWorkspace(deps, options.workspace)
      await inWorkspace(deps, slug, async ({ auth, workspaceId }) => {
        const now = auth.clock.now()
        const { role, email = '' } = options
        const { invitation, token } = await auth.unit.transact((tx) =>
          addInvitation(tx, { workspaceId, email, role, actor, now }),
        )
        const link = invitationLink(auth.relyingParty.origin, token)
        if (options.json) return console.log(JSON.stringify({ ...invitation, link }))
        console.error(`For ${email}, ${role} of ${slug}. Good for one use until ${invitation.expires_at}:`)
        console.log(link)
      })
    })

  users
    .command('list')
    .description('list the members of a workspace')
    .requiredOption('--workspace <slug>', 'workspace')
    .option('--json', 'print JSON')
    .action((options: { workspace: string; json?: boolean }) =>
      inWorkspace(deps, options.workspace, async ({ auth, workspaceId }) => {
        const items = await auth.unit.transact((tx) => tx.workspace(workspaceId).members.list())
        if (options.json) return console.log(JSON.stringify({ items, next_cursor: null }))
        for (const { role, email, name, mfa_enrolled } of items) {
          console.log([role.padEnd(8), mfa_enrolled ? 'mfa' : '   ', email.padEnd(32), name].join('  '))
        }
      }),
    )

  users
    .command('reset-mfa')
    .description('remove a person’s second factor, where no two admins are left to do it')
    .requiredOption('--workspace <slug>', 'workspace of the person')
    .requiredOption('--email <email>', 'address of the person', parseEmail)
    .requiredOption('--reason <text>', 'why; it is recorded')
    .action((options: { workspace: string; email: string; reason: string }) =>
      inWorkspace(deps, options.workspace, async ({ auth, workspaceId }) => {
        await auth.unit.transact(async (tx) => {
          const { members, audit } = tx.workspace(workspaceId)
          const member = (await members.list()).find(({ email }) => email === options.email)
          if (!member) throw new Error(`${options.email} is no member of ${options.workspace}.`)
          await clearFactors(tx, member.user_id, auth.clock.now())
          await audit.append({
            type: 'mfa.removed',
            actor,
            target: { type: 'user', id: member.user_id, label: member.email },
            reason: options.reason,
          })
        })
        console.error('Removed. They enrol a new one at the next sign-in.')
      }),
    )

  users
    .command('reset-password')
    .description('print a one-use link for a new password, where no two admins are left to do it')
    .requiredOption('--workspace <slug>', 'workspace of the person')
    .requiredOption('--email <email>', 'address of the person', parseEmail)
    .requiredOption('--reason <text>', 'why; it is recorded')
    .action((options: { workspace: string; email: string; reason: string }) =>
      inWorkspace(deps, options.workspace, async ({ auth, workspaceId }) => {
        const { token, expires_at } = await auth.unit.transact(async (tx) => {
          const member = (await tx.workspace(workspaceId).members.list()).find(
            ({ email }) => email === options.email,
          )
          if (!member) throw new Error(`${options.email} is no member of ${options.workspace}.`)
          const { reason, email } = options
          const now = auth.clock.now()
          return issuePasswordReset(tx, { workspaceId, userId: member.user_id, email, reason, now })
        })
        console.error(`For ${options.email}. Good for one use until ${expires_at}:`)
        console.log(passwordResetLink(auth.relyingParty.origin, token))
      }),
    )
}

/** The workspace named, or the only one. A fresh deployment has none, and nobody who could make one. */
async function targetWorkspace(deps: CommandDeps, named: string | undefined): Promise<string> {
  const { base, close } = await deps.open()
  try {
    const workspaces = composeWorkspaces(base)
    const present = await workspaces.store.list()
    if (named && present.length > 0) return named
    if (present.length === 1) return present[0]!.slug
    if (present.length > 1) throw new Error('There are several workspaces: name one with --workspace.')
    const slug = named ?? 'default'
    const id = newId('ws')
    const now = base.clock.now()
    await workspaces.unit.transact(id, (tx) => addWorkspace(tx, { id, name: slug, slug, actor, now }))
    console.error(`Made the workspace "${slug}".`)
    return slug
  } finally {
    await close()
  }
}

function parseRole(value: string): Role {
  const parsed = Role.safeParse(value)
  if (parsed.success) return parsed.data
  throw new InvalidArgumentError('must be viewer, operator, admin or auditor')
}

function parseEmail(value: string): string {
  const parsed = Email.safeParse(value)
  if (parsed.success) return parsed.data
  throw new InvalidArgumentError('must be an email address')
}

function parseSlug(value: string): string {
  const parsed = WorkspaceSlug.safeParse(value)
  if (parsed.success) return parsed.data
  throw new InvalidArgumentError('must be the short name of a workspace: a–z, 0–9 and "-"')
}
