import { makeTestApp } from '../../support/app'

/** Decides, and is gone between the commit and the publish, as an instance whose machine lost power. */
async function main(): Promise<void> {
  const test = await makeTestApp(JSON.parse(process.env.DRILL_ENV!) as Record<string, string>)
  const { approve, workspaceId, lookupKey } = test
  await new Promise<void>((resolve) => process.send!({ port: 0, workspaceId, lookupKey }, () => resolve()))
  await approve('delivery_time', 'Two to four working days.')
  // The publisher is woken by a timer; this runs before any timer can.
  process.kill(process.pid, 'SIGKILL')
}

void main()
