import path from 'node:path'
import pg from 'pg'
import { migrate } from '../../lib/adapters/postgres/migrate'

/**
 * Migrates with the owner, and gives the app and the signer logins of their own, which own nothing. With a single DATABASE_URL the app drops to that role itself on each connection.
 */
export async function prepareDatabase(root: string, env: Record<string, string>): Promise<string> {
  const ownerUrl = env.DATABASE_OWNER_URL ?? env.DATABASE_URL!
  const applied = await migrate(ownerUrl, path.join(root, 'prisma', 'migrations'))
  if (env.DATABASE_OWNER_URL) await ensureLogin(ownerUrl, new URL(env.DATABASE_URL!), 'l0_app')
  if (env.SIGNER_DATABASE_URL) await ensureLogin(ownerUrl, new URL(env.SIGNER_DATABASE_URL), 'l0_signer')
  return applied.length === 0 ? 'up to date' : `${applied.length} applied`
}

/** A login with the URL's name and password that may do what `role` may, and nothing else. */
async function ensureLogin(ownerUrl: string, app: URL, role: 'l0_app' | 'l0_signer'): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const name = client.escapeIdentifier(decodeURIComponent(app.username))
    const password = client.escapeLiteral(decodeURIComponent(app.password))
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [
      decodeURIComponent(app.username),
    ])
    await client.query(
      `${rowCount ? 'ALTER' : 'CREATE'} ROLE ${name} LOGIN PASSWORD ${password} NOSUPERUSER NOCREATEDB NOCREATEROLE`,
    )
    await client.query(`GRANT ${role} TO ${name}`)
  } finally {
    await client.end()
  }
}
