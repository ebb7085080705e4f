/** `next start` without the server entry: the container is built here instead. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { ensureContainer } = await import('./lib/server/build-container')
  await ensureContainer()
}
