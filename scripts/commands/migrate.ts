import path from 'node:path'
import type { Command } from 'commander'
import { prepareDatabase } from '../start/prepare-database'

/** `migrate`: what `npm start` does to the database before it serves, for deployments that start servers themselves. */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description(
      'apply what is new in prisma/migrations, with DATABASE_OWNER_URL (or DATABASE_URL); makes the logins of DATABASE_URL and SIGNER_DATABASE_URL',
    )
    .action(async () => {
      if (!process.env.DATABASE_URL) throw new Error('Set DATABASE_URL: there is no database to migrate.')
      const root = path.resolve(import.meta.dirname, '..', '..')
      console.log(`✓ Migrations: ${await prepareDatabase(root, process.env as Record<string, string>)}.`)
    })
}
