import pg from 'pg'

/**
 * Runs `work` while holding a session-level advisory lock on a connection of its own, so that one
 * instance at a time does it and a crash gives it back. False when another instance holds it.
 * Needs a session: behind a pooler, give it a URL that leads to the server or pools by session.
 */
export async function withAdvisoryLock(
  url: string,
  name: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 3_000,
    application_name: 'l0-cache lock',
    keepAlive: true,
  })
  // A connection lost half-way ends the lock, not the process; work under it may be done twice.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ held: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held',
      [`l0-cache/${name}`],
    )
    if (!rows[0]?.held) return false
    await work()
    return true
  } finally {
    await client.end().catch(() => {})
  }
}
