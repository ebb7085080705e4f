import type { Command } from 'commander'
import { parseVerifierKey } from '@/lib/audit/note'
import { composeAudit } from '@/lib/server/compose/audit'
import type { CommandDeps } from './keys'

const actor = { type: 'system' as const, id: 'command-line', label: 'command line' }

/** `audit rotate-key`: every log of the deployment is handed to a new signing key. */
export function registerRotateKey(audit: Command, deps: CommandDeps): void {
  audit
    .command('rotate-key')
    .description('hand every log to a new signing key; the old one is destroyed. Safe to repeat')
    .requiredOption('--reason <text>', 'why; it is recorded in every log')
    .option('--json', 'print the changes as JSON')
    .action(async (options: { reason: string; json?: boolean }, command: Command) => {
      const { base, close } = await deps.open()
      const opened = composeAudit(base)
      try {
        const rotated = await opened.rotateKeys({ actor, reason: options.reason })
        if (rotated === null)
          return command.error('error: no signer role here: set SIGNER_DATABASE_URL', { exitCode: 1 })
        const { changes, foreign } = rotated
        if (foreign.length > 0) process.exitCode = 1
        if (options.json) return console.log(JSON.stringify({ items: changes, foreign }))
        for (const { workspace, size, old_key, new_key } of changes)
          console.log(`${workspace} after #${size}: ${idOf(old_key)} → ${idOf(new_key)}  ${new_key}`)
        for (const workspace of foreign)
          console.error(`✗ ${workspace} was signed with a key that is not ours: left as it is`)
        console.error(`${changes.length} logs handed over. Give the new keys to whoever pins them.`)
      } finally {
        await opened.close()
        await close()
      }
    })
}

const idOf = (key: string) => parseVerifierKey(key).id
