import type { Command } from 'commander'
import { SingleBar } from 'cli-progress'
import { systemCaller } from '../../lib/normalization/authority'
import { draftRelease } from '../../lib/normalization/releases/draft-release'
import { listReleases } from '../../lib/normalization/releases/find-releases'
import { publishRelease, revertRelease } from '../../lib/normalization/releases/publish-release'
import { ReleaseQuery, type ReleaseDetail } from '../../lib/normalization/releases/schema'
import { composeNormalization, type Normalization } from '../../lib/server/compose/normalization'
import type { Deployment } from './open-deployment'

type Deps = { open: () => Promise<Deployment> }
type Options = { workspace: string; json?: boolean }
type Opened = { app: Normalization; workspaceId: string; base: Deployment['base'] }

const pollMs = 300

/** `releases list`, `draft`, `publish` and `revert`: what the console does, for scripts and for recovery. */
export function registerReleases(program: Command, deps: Deps): void {
  const releases = program.command('releases').description('Normaliser releases of a workspace.')
  const command = (name: string, about: string) =>
    releases
      .command(name)
      .description(about)
      .requiredOption('--workspace <name>', 'slug or id of the workspace')
      .option('--json', 'print the result as JSON')

  command('list', 'Newest first.').action((options: Options) =>
    withApp(deps, options, async ({ app, workspaceId }) => {
      const page = await listReleases(app, systemCaller(workspaceId), ReleaseQuery.parse({}))
      if (options.json) return console.log(JSON.stringify(page.items))
      for (const { number, status, hash, notes } of page.items)
        console.log(`#${number}  ${status.padEnd(8)}  ${hash.slice(0, 12) || '-'.padEnd(12)}  ${notes}`)
    }),
  )
  command('draft', 'Trains a draft from the intents as they are, and replays recent traffic over it.')
    .option('--notes <text>', 'what changed', '')
    .action((options: Options & { notes: string }) =>
      withApp(deps, options, async (opened) => print(options, await draft(opened, options))),
    )
  command('publish', 'Makes a trained release the one the workspace runs.')
    .argument('<hash>', 'its content hash, as `list --json` shows it')
    .option('--accept-risk', 'also when its preview speaks against it')
    .option('--reason <text>', 'why', '')
    .action((hash: string, options: Options & { acceptRisk?: boolean; reason: string }) =>
      withApp(deps, options, async ({ app, workspaceId }) => {
        const page = await listReleases(app, systemCaller(workspaceId), ReleaseQuery.parse({ limit: 100 }))
        const found = page.items.find((release) => release.hash === hash && release.status !== 'live')
        if (!found) throw new Error('There is no such release that could go live.')
        const { acceptRisk: accept_risk = false, reason } = options
        print(
          options,
          await publishRelease(app, systemCaller(workspaceId), found.id, { hash, reason, accept_risk }),
        )
      }),
    )
  command('revert', 'Goes back to the release that was live before.')
    .requiredOption('--reason <text>', 'why')
    .action((options: Options & { reason: string }) =>
      withApp(deps, options, async ({ app, workspaceId }) =>
        print(options, await revertRelease(app, systemCaller(workspaceId), { reason: options.reason })),
      ),
    )
}

async function draft(
  { app, workspaceId }: Opened,
  options: Options & { notes: string },
): Promise<ReleaseDetail> {
  const { release, finished } = await draftRelease(app, systemCaller(workspaceId), { notes: options.notes })
  const bar =
    options.json || !process.stdout.isTTY
      ? null
      : new SingleBar({ format: 'Training {bar} {percentage} % {label}' })
  bar?.start(1, 0, { label: '' })
  const timer = setInterval(async () => {
    const progress = (await app.unit.read(workspaceId).releases.get(release.id))?.progress
    if (!progress) return
    bar?.setTotal(progress.total)
    bar?.update(progress.done, { label: progress.label })
  }, pollMs)
  const trained = await finished.finally(() => clearInterval(timer))
  bar?.stop()
  if (trained.status === 'failed') throw new Error(trained.error)
  return trained
}

function print({ json }: Options, release: ReleaseDetail): void {
  if (json) return console.log(JSON.stringify(release))
  console.log(`✓ release #${release.number} is ${release.status}, ${release.hash}`)
  const counts = release.preview?.counts
  if (counts && release.status === 'draft')
    console.log(
      `  over recent traffic: ${counts.new_hit} new hits, ${counts.lost_hit} lost, ${counts.changed_key} with another key`,
    )
}

async function withApp(deps: Deps, options: Options, work: (opened: Opened) => Promise<void>): Promise<void> {
  const { base, close } = await deps.open()
  const app = composeNormalization(base)
  try {
    const row = await base.db.prisma.workspace.findFirst({
      where: { OR: [{ slug: options.workspace }, { id: options.workspace }] },
      select: { id: true },
    })
    if (!row) throw new Error(`There is no workspace ${options.workspace}.`)
    await work({ app, workspaceId: row.id, base })
  } finally {
    await app.close()
    await close()
  }
}
