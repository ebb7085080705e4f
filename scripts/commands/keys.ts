import { InvalidArgumentError, type Command } from 'commander'
import { addApiKey, endApiKey } from '@/lib/auth/manage-api-keys'
import { ApiScope, CreateApiKey, type ApiKeyView } from '@/lib/auth/schema'
import { composeAuth, type Auth } from '@/lib/server/compose/auth'
import { composeWorkspaces } from '@/lib/server/compose/workspaces'
import type { Base } from '@/lib/server/base'
import type { Deployment } from './open-deployment'

export type CommandDeps = { open: () => Promise<Deployment> }

const actor = { type: 'system' as const, id: 'command-line' }
const nowhere = { request_id: '', address: '', user_agent: null }

type Create = {
  workspace: string
  scope: ApiScope[]
  name: string
  expiresInDays?: number
  allow: string[]
  rate?: number
  json?: boolean
}

/** `keys create | list | revoke`. A new key is printed once and never again. */
export function registerKeys(program: Command, deps: CommandDeps): void {
  const keys = program.command('keys').description('API keys of a workspace')

  keys
    .command('create')
    .description('create a key; it is printed this once')
    .requiredOption('--workspace <slug>', 'workspace of the key')
    .option('--scope <scope>', 'lookup, review or audit; may be repeated', addScope, [])
    .option('--name <name>', 'what lists call it', 'command line')
    .option('--expires-in-days <days>', 'days it is valid; without it, until revoked', wholeNumber)
    .option('--allow <cidr>', 'address block it may be used from; may be repeated', addText, [])
    .option('--rate <n>', 'calls a minute; without it, the workspace’s', wholeNumber)
    .option('--json', 'print JSON')
    .action((options: Create) => inWorkspace(deps, options.workspace, (at) => create(at, options)))

  keys
    .command('list')
    .description('list the keys of a workspace')
    .requiredOption('--workspace <slug>', 'workspace of the keys')
    .option('--json', 'print JSON')
    .action((options: { workspace: string; json?: boolean }) =>
      inWorkspace(deps, options.workspace, async ({ auth, workspaceId }) => {
        const items = await auth.unit.transact((tx) => tx.workspace(workspaceId).keys.list())
        if (options.json) console.log(JSON.stringify({ items, next_cursor: null }))
        else for (const key of items) console.log(line(key, auth.clock.now()))
      }),
    )

  keys
    .command('revoke')
    .description('end a key at once')
    .argument('<key>', 'its id, or the prefix between the underscores')
    .requiredOption('--workspace <slug>', 'workspace of the key')
    .action((which: string, options: { workspace: string }) =>
      inWorkspace(deps, options.workspace, (at) => revoke(at, which)),
    )
}

type At = { auth: Auth; workspaceId: string }

/** Opens the deployment, finds the workspace, and closes whatever happens. */
export async function inWorkspace(
  deps: CommandDeps,
  slug: string,
  work: (at: At & { base: Base }) => Promise<void>,
): Promise<void> {
  const { base, close } = await deps.open()
  const auth = composeAuth(base)
  try {
    const workspace = await composeWorkspaces(base).store.findBySlug(slug)
    if (!workspace) throw new Error(`There is no workspace "${slug}".`)
    await work({ base, auth, workspaceId: workspace.id })
  } finally {
    await auth.close()
    await close()
  }
}

async function create({ auth, workspaceId }: At, options: Create): Promise<void> {
  const input = CreateApiKey.parse({
    name: options.name,
    scopes: options.scope.length > 0 ? options.scope : ['lookup'],
    expires_in_days: options.expiresInDays ?? null,
    allowed_cidrs: options.allow,
    rate_per_minute: options.rate ?? null,
  })
  const now = auth.clock.now()
  const made = await auth.unit.transact((tx) =>
    addApiKey(tx, { workspaceId, actor, input, now, origin: nowhere }),
  )
  // The key alone on standard output, so that it can be piped; the rest is for people.
  if (options.json) return console.log(JSON.stringify(made))
  console.error(`${made.record.name} (${made.record.scopes.join(', ')}). This is the only time it is shown:`)
  console.log(made.key)
}

async function revoke({ auth, workspaceId }: At, which: string): Promise<void> {
  const now = auth.clock.now()
  await auth.unit.transact(async (tx) => {
    const keys = await tx.workspace(workspaceId).keys.list()
    const key = keys.find(({ id, prefix }) => id === which || prefix === which)
    if (!key) throw new Error(`There is no key "${which}" in this workspace.`)
    await endApiKey(tx, { workspaceId, id: key.id, actor, now, origin: nowhere })
  })
  console.error('Revoked. Running servers refuse it within five seconds.')
}

function line(key: ApiKeyView, now: Date): string {
  const expired = key.expires_at !== null && Date.parse(key.expires_at) <= now.getTime()
  const state = key.revoked_at ? 'revoked' : expired ? 'expired' : 'live'
  const used = key.last_used_at ?? 'never used'
  return [key.prefix, state.padEnd(7), key.scopes.join(',').padEnd(20), used.padEnd(24), key.name].join('  ')
}

function addScope(value: string, previous: ApiScope[]): ApiScope[] {
  const parsed = ApiScope.array().safeParse(value.split(','))
  if (!parsed.success) throw new InvalidArgumentError('must be lookup, review or audit')
  return [...previous, ...parsed.data]
}

function addText(value: string, previous: string[]): string[] {
  return [...previous, value]
}

function wholeNumber(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('must be a whole number above 0')
  return number
}
