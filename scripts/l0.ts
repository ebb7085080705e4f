import { Command } from 'commander'
import { registerAnalyze } from './commands/analyze'
import { registerAudit } from './commands/audit'
import { registerCache } from './commands/cache'
import { registerEval } from './commands/eval'
import { registerEvalSafety } from './commands/eval-safety'
import { registerEvidence } from './commands/evidence'
import { registerKeys } from './commands/keys'
import { registerMigrate } from './commands/migrate'
import { registerPlans } from './commands/plans'
import { registerReleases } from './commands/releases'
import { registerRotateKey } from './commands/rotate-audit-key'
import { registerSecrets } from './commands/secrets'
import { registerTraffic } from './commands/traffic'
import { registerUsers } from './commands/users'
import { openAudit } from './commands/open-audit'
import { openDeployment } from './commands/open-deployment'
import { systemClock } from '../lib/kernel/time'

/** `npm run l0 -- <command>`. Exit status: 0 done, 1 failed, 2 bad usage. */
const program = new Command('l0')
  .description('L0 Cache from the command line.')
  .showHelpAfterError('(--help shows what is possible)')
  .exitOverride((error) =>
    process.exit(error.code === 'commander.error' ? error.exitCode : error.exitCode === 0 ? 0 : 2),
  )

registerKeys(program, { open: openDeployment })
registerUsers(program, { open: openDeployment })
registerMigrate(program)
registerCache(program, { open: openDeployment })
registerPlans(program, { open: openDeployment })
registerReleases(program, { open: openDeployment })
registerRotateKey(registerAudit(program, { open: openAudit, clock: systemClock }), { open: openDeployment })
registerEvidence(program, { open: openDeployment })
registerEval(program)
registerEvalSafety(program)
registerAnalyze(program)
registerSecrets(program, { open: openDeployment })
registerTraffic(program)

program.parseAsync().catch((error: Error & { exitCode?: number }) => {
  console.error(`✗ ${error.message}`)
  process.exit(error.exitCode ?? 1)
})
