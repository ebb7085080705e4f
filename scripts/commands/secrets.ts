import type { Command } from 'commander'
import { SingleBar } from 'cli-progress'
import { resealUnit } from '@/lib/adapters/postgres/sealed-values'
import { composeAudit } from '@/lib/server/compose/audit'
import type { Base } from '@/lib/server/base'
import { resealSecrets } from '@/lib/workspaces/sealed/reseal-secrets'
import type { CommandDeps } from './keys'

const actor = { type: 'system' as const, id: 'command-line', label: 'command line' }

/** `secrets reseal`. Exit status 1 while anything still needs an older master secret. */
export function registerSecrets(program: Command, deps: CommandDeps): void {
  const secrets = program.command('secrets').description('what is sealed in the database')
  secrets
    .command('reseal')
    .description(
      'seal everything with L0_SECRET again, so that an old one may go. Safe to repeat, servers may run',
    )
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: boolean }) => {
      const { base, close } = await deps.open()
      try {
        const { resealed, unreadable, signing_keys } = await reseal(base, options.json !== true)
        const whole = unreadable.length === 0 && signing_keys !== null && signing_keys.unreadable === 0
        if (!whole) process.exitCode = 1
        if (options.json)
          return console.log(
            JSON.stringify({ resealed, unreadable, signing_keys, old_secret_needed: !whole }),
          )
        console.log(`✓ ${resealed + (signing_keys?.resealed ?? 0)} secrets were sealed again.`)
        for (const { place, id } of unreadable)
          console.error(`✗ ${place} ${id} cannot be opened with any secret given here: left as it is`)
        if (signing_keys === null)
          console.error('✗ The audit log’s signing keys were not looked at: set SIGNER_DATABASE_URL.')
        else if (signing_keys.unreadable > 0)
          console.error(`✗ ${signing_keys.unreadable} signing keys cannot be opened: left as they are`)
        if (whole)
          console.log('Nothing here needs an older master secret: it may be taken out of L0_OLD_SECRETS.')
        else console.error('Keep the older master secrets: what is named above still needs them.')
      } finally {
        await close()
      }
    })
}

async function reseal(base: Base, talks: boolean) {
  const unit = resealUnit(base.db, () => base.clock.now())
  const keyId = base.secrets.current('at-rest').id
  const bar = talks && process.stderr.isTTY ? progressBar() : null
  bar?.start(await unit.count(keyId), 0)
  const deps = { unit, sealer: base.secrets, keyId }
  const outcome = await resealSecrets(deps, { actor, onProgress: (done) => bar?.update(done) })
  bar?.stop()
  const audit = composeAudit(base)
  try {
    return { ...outcome, signing_keys: await audit.resealKeys(actor) }
  } finally {
    await audit.close()
  }
}

function progressBar(): SingleBar {
  return new SingleBar({
    format: '{bar} {value}/{total} secrets',
    stream: process.stderr,
    clearOnComplete: true,
  })
}
