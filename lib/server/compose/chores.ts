import { withAdvisoryLock } from '@/lib/adapters/postgres/advisory-lock'
import { liveAnswers } from '@/lib/adapters/postgres/live-answers'
import { rollupKeeper } from '@/lib/adapters/postgres/rollup-keeper'
import { giveWay } from '@/lib/kernel/give-way'
import { minuteMs } from '@/lib/kernel/time'
import { rescanLive } from '@/lib/proposals/intake/rescan-live'
import { checkTemplateDeep } from '@/lib/safety/check-template-deep'
import { keepRollups } from '@/lib/usage/keep-rollups'
import { enforceRetention } from '@/lib/workspaces/enforce-retention'
import type { WorkspaceStore } from '@/lib/workspaces/ports'
import type { PrivacyParts } from '@/lib/workspaces/privacy-ports'
import type { Base } from '../base'
import type { Review } from './review'
import type { Rollout } from './rollout'

export type Chores = {
  /** One round over all workspaces; false when another instance is at it. */
  run(): Promise<boolean>
  /** What a round does for one workspace. */
  runFor(workspaceId: string): Promise<void>
  /** A round at once, and then every five minutes. */
  start(): void
  stop(): Promise<void>
}

export type ChoresParts = {
  review: Review
  rollout: Rollout
  /** What a model thinks of sampled hits; absent, nobody asks one. */
  opinions?: (workspaceId: string) => Promise<unknown>
  workspaces: Pick<WorkspaceStore, 'list'>
  privacy: PrivacyParts
}

const everyMs = 5 * minuteMs

/** Work that nobody asks for: re-scans under new rules, lapsed entries, goals, retention, roll-ups. */
export function composeChores(
  base: Pick<Base, 'env' | 'clock' | 'db' | 'log'>,
  { review, rollout, opinions, workspaces, privacy }: ChoresParts,
): Chores {
  const { log } = base
  const stopping = new AbortController()
  const rescanning = {
    ...review.review,
    answers: liveAnswers(base.db.prisma),
    recheck: checkTemplateDeep,
    signal: stopping.signal,
  }
  const keeping = {
    nowMs: () => base.clock.now().getTime(),
    keeper: (workspaceId: string) => rollupKeeper(base.db, workspaceId),
  }
  const chores: Record<string, (workspaceId: string) => Promise<unknown>> = {
    rescan: async (workspaceId) => {
      const outcome = await rescanLive(rescanning, workspaceId)
      if (outcome)
        log.info({ workspace: workspaceId, ...outcome }, 'live answers were scanned under new rules')
    },
    sweep: (workspaceId) => review.sweep(workspaceId),
    // What reports alone could not say yet, the count of hits may.
    rollout: (workspaceId) => rollout.check(workspaceId),
    ...(opinions ? { opinions } : {}),
    retention: (workspaceId) => enforceRetention(privacy, workspaceId),
    rollups: (workspaceId) => keepRollups(keeping, workspaceId),
  }
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> | null = null

  const runFor = async (workspaceId: string) => {
    for (const [chore, work] of Object.entries(chores)) {
      if (stopping.signal.aborted) return
      // What fails for one workspace must not keep the others waiting.
      await work(workspaceId).catch((error) => {
        if (!stopping.signal.aborted)
          log.error({ err: error, chore, workspace: workspaceId }, 'a chore failed; it is tried again')
      })
    }
  }
  const run = () =>
    withAdvisoryLock(base.env.DATABASE_URL, 'chores', async () => {
      const step = giveWay()
      for (const { id } of await workspaces.list()) {
        if (stopping.signal.aborted) return
        await runFor(id)
        await step()
      }
    })
  const tick = () => {
    running ??= run()
      .catch((error) => log.warn({ err: error }, 'the chores could not be done; they are tried again'))
      .finally(() => (running = null))
  }
  return {
    run,
    runFor,
    start() {
      tick()
      timer = setInterval(tick, everyMs)
      timer.unref()
    },
    async stop() {
      stopping.abort()
      clearInterval(timer)
      await running
    },
  }
}
