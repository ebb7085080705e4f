import { randomUUID } from 'node:crypto'
import { analysisUnit } from '@/lib/adapters/postgres/analysis-store'
import { openDatabase } from '@/lib/adapters/postgres/database'
import { onboardingUnit } from '@/lib/adapters/postgres/onboarding-store'
import { outbox } from '@/lib/adapters/postgres/outbox-store'
import { privacyUnit } from '@/lib/adapters/postgres/privacy-store'
import { requestReader } from '@/lib/adapters/postgres/statement-reader'
import { usageStore } from '@/lib/adapters/postgres/usage-store'
import { memoryHotStore } from '@/lib/adapters/memory/hot-store'
import { redisHotStore } from '@/lib/adapters/redis/hot-store'
import { quarantineByPolicy } from '@/lib/entries/quarantine-by-policy'
import { readEnv, type Env } from '@/lib/env'
import { systemClock } from '@/lib/kernel/time'
import { readHitId } from '@/lib/lookup/hit-id'
import type { ReadHit } from '@/lib/proposals/intake/report-hit'
import { MonthlyQuota } from '@/lib/usage/monthly-quota'
import { UsageBatch } from '@/lib/usage/batch-usage'
import type { Base } from './base'
import { composeAssistant } from './compose/assistant'
import { composeAudit } from './compose/audit'
import { composeAnalytics } from './compose/analytics'
import { composeAuth } from './compose/auth'
import { composeChores } from './compose/chores'
import { composeDedicatedStore, composeOwnStores } from './compose/dedicated-stores'
import { forgedHandler } from './compose/forged-values'
import { composeGateway } from './compose/gateway'
import { composeLibrary } from './compose/library'
import { composeLookup } from './compose/lookup'
import { composeMisses } from './compose/misses'
import { composeNormalization } from './compose/normalization'
import { composeNotifying } from './compose/notifying'
import { composePublishing } from './compose/publishing'
import { composeReview } from './compose/review'
import { composeRollout } from './compose/rollout'
import { composeUpstreams } from './compose/upstreams'
import { composeWorkspaces } from './compose/workspaces'
import { container, hasContainer, setContainer, type Container, type LookupCount } from './container'
import { makeLog } from './log'
import { makeMetrics } from './metrics'
import { makeSecrets } from './secrets'
import { SharedBuckets } from './limits/shared-buckets'

const usageFlushMs = 1_000

/** Opens what the environment names. Nothing is started: `buildContainer` does that. */
export function openBase(env: Env, onQuery?: () => void): Base {
  const log = makeLog(env)
  const metrics = makeMetrics()
  const db = openDatabase({
    url: env.DATABASE_URL,
    role: env.DATABASE_OWNER_URL ? undefined : 'l0_app',
    onQuery,
  })
  const hasRedis = env.REDIS_URL ?? env.REDIS_SENTINELS ?? env.REDIS_CLUSTER_NODES
  const hot = hasRedis
    ? redisHotStore(env, {
        onError: (command) => metrics.hotStoreErrors.inc({ command }),
        onBreaker: (open) => metrics.hotStoreBreaker.set(open ? 1 : 0),
      })
    : memoryHotStore()
  if (!hasRedis)
    log.warn('no Redis is configured: the hot store lives in this process, so run one instance only')
  const secrets = makeSecrets(env.L0_SECRET, env.L0_OLD_SECRETS.split(','))
  return { env, clock: systemClock, log, metrics, secrets, db, hot }
}

/** Builds the one container of this process and starts its loops. */
export async function buildContainer(env: Env): Promise<Container> {
  const base = { ...openBase(env), ...(await openedTelemetry(env)) }
  const app = composeContainer(base)
  setContainer(app)
  await app.publishing.start()
  app.notifying.start()
  app.audit.start()
  app.chores.start()
  return app
}

async function openedTelemetry(env: Env): Promise<Pick<Base, 'telemetry'>> {
  if (!env.OTEL_EXPORTER_OTLP_ENDPOINT) return {}
  const { openTelemetry } = await import('@/lib/adapters/telemetry/open-telemetry')
  return { telemetry: openTelemetry(env.OTEL_EXPORTER_OTLP_ENDPOINT) }
}

/** For Next without the server entry. */
export async function ensureContainer(): Promise<void> {
  if (!hasContainer()) await buildContainer(readEnv())
}

/** Puts the parts together; loops are not started. */
export function composeContainer(base: Base): Container {
  const limiter = new SharedBuckets({
    instance: randomUUID(),
    announce: (message) => base.hot.announce(message),
    nowMs: () => base.clock.now().getTime(),
  })
  const own = composeOwnStores(base)
  const lookup = composeLookup(base, own, (where, why) => container().onForged(where, why))
  const audit = composeAudit(base)
  const auth = composeAuth(base)
  const review = composeReview(base)
  const notifying = composeNotifying(base)
  const publishing = composePublishing(base, lookup, {
    outbox: outbox(base.db, { publishes: 'shared' }),
    own,
    deliverOther: notifying.deliverOther,
    onMessage: (message) => limiter.hear(message),
    onWorkspaceChanged: (workspaceId) => {
      auth.keyRing.invalidate(workspaceId)
      upstreams.invalidate(workspaceId)
    },
  })
  const upstreams = composeUpstreams(base, {
    isConnected: () => lookup.near.isConnected(),
    nudge: publishing.nudge,
  })
  const usage = new UsageBatch(usageStore(base.db.prisma), (requests) =>
    base.metrics.usageDropped.inc(requests),
  )
  limiter.start()
  const usageTimer = setInterval(() => void usage.flush(), usageFlushMs)
  const rollout = composeRollout(base, publishing.nudge)
  const normalization = composeNormalization(base, {
    lookup,
    usage,
    helpers: upstreams.helpers,
    nudge: publishing.nudge,
    quarantine: (...args) => quarantineByPolicy(review.entries, ...args),
    onWrong: rollout.check,
  })
  const misses = composeMisses(base, {
    review: review.review,
    lookup,
    recordMisses: normalization.recordMisses,
    place: async (workspaceId, masked) => void (await normalization.place(workspaceId, masked)),
  })
  const workspaces = composeWorkspaces(base)
  const privacy = { clock: base.clock, unit: privacyUnit(base.db, () => base.clock.now()) }
  const chores = composeChores(base, {
    review,
    rollout,
    opinions: normalization.askOpinions,
    workspaces: workspaces.store,
    privacy,
  })
  const quota = new MonthlyQuota(requestReader(base.db.prisma), (error) =>
    base.log.warn({ err: error }, 'the requests of the month could not be read'),
  )
  const gateway = composeGateway(base, {
    lookup,
    misses,
    usage,
    limiter,
    quota,
    models: upstreams.models,
    onWorkspace: upstreams.warm,
  })
  let draining = false
  return {
    ...base,
    limiter,
    defaultKeyRatePerMinute: 600_000,
    audit,
    auth,
    lookup,
    publishing,
    notifying,
    webhooks: notifying.webhooks,
    review,
    workspaces,
    onboarding: { clock: base.clock, unit: onboardingUnit(base.db, () => base.clock.now()) },
    privacy,
    chores,
    analytics: composeAnalytics(base, publishing.nudge),
    assisting: {
      ...review.review,
      assistant: composeAssistant(base, {
        helpers: upstreams.helpers,
        usage,
        prices: async (id) => (await lookup.live.get(id)).prices,
        plan: async (id) => (await lookup.live.get(id)).plan,
      }),
    },
    reporting: { ...review.review, readHit: hitReader(base), onReported: rollout.check },
    library: composeLibrary(base),
    gateway,
    upstreams,
    dedicatedStore: composeDedicatedStore(base, own, publishing.nudge),
    dedicatedCounts: () => own.pool.counts(),
    quota,
    usage,
    countLookup: lookupCounter(base),
    normalization,
    opportunity: { ...normalization, analyses: analysisUnit(base.db, () => base.clock.now()) },
    sampleHit: (hit) => {
      const share = lookup.live.peek(hit.workspaceId)?.workspace.policy.judge_share ?? 0
      if (Math.random() < share) normalization.sampleHit(hit)
    },
    onForged: forgedHandler(base, publishing.nudge),
    draining: () => draining,
    startDraining: () => {
      draining = true
      misses.hurry()
    },
    async close() {
      clearInterval(usageTimer)
      limiter.stop()
      await chores.stop()
      await publishing.stop()
      await notifying.stop()
      await usage.flush()
      await normalization.close()
      await auth.close()
      await audit.close()
      await base.telemetry?.close()
      await base.hot.close()
      await base.db.close()
    },
  }
}

/** Ids made with an older master secret still count. */
function hitReader({ env, secrets }: Base): ReadHit {
  const older = env.L0_OLD_SECRETS.split(',').filter(Boolean)
  const keys = [
    secrets.current('hit-id').key,
    ...older.map((secret) => makeSecrets(secret).current('hit-id').key),
  ]
  return (workspaceId, hitId) => {
    const facts = readHitId(keys, workspaceId, hitId)
    return facts ? { entry_id: facts.entry, version: facts.version } : null
  }
}

function lookupCounter({ metrics }: Base): (count: LookupCount) => void {
  const hits = {
    lookup: metrics.lookups.child('lookup', 'hit', ''),
    gateway: metrics.lookups.child('gateway', 'hit', ''),
  }
  return ({ door, status, reason, latencyMs }) => {
    if (status === 'hit') hits[door].count++
    else metrics.lookups.inc(door, status, reason)
    metrics.lookupSeconds.observe(status, latencyMs / 1_000)
  }
}
