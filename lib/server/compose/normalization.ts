import { childProcessLab } from '@/lib/adapters/lab/child-process-lab'
import { parseRanges } from '@/lib/adapters/http/public-address'
import { requireUrl } from '@/lib/adapters/http/guarded-post'
import type { HelperModels, PricesOf } from '@/lib/adapters/llm/helper-model'
import { normalizerWebhook } from '@/lib/adapters/llm/normalizer-webhook'
import { normalizationUnit } from '@/lib/adapters/postgres/normalization-unit'
import { invalidInput } from '@/lib/kernel/errors'
import type { JudgementDeps } from '@/lib/normalization/judgements/judge-hit'
import { askOpinions } from '@/lib/normalization/judgements/second-opinion'
import { sampleHits, type SampleSink } from '@/lib/normalization/judgements/sample-hits'
import type { JudgementSource } from '@/lib/normalization/judgements/schema'
import type { LogLab } from '@/lib/normalization/opportunity/ports'
import { loadRelease, type Normalizer } from '@/lib/normalization/normalizer'
import type { CountedMiss } from '@/lib/normalization/misses/schema'
import type { NormalizationUnit } from '@/lib/normalization/ports'
import type { ReleaseDeps } from '@/lib/normalization/releases/release-deps'
import { MissPlacer, type Placed } from '@/lib/normalization/tiers/place-miss'
import type { LiveReader } from '@/lib/normalization/tiers/ports'
import type { WebhookDeps } from '@/lib/normalization/tiers/webhook-settings'
import { trainRelease } from '@/lib/normalization/train-release'
import type { ExplainDeps } from '@/lib/normalization/workbench/explain-query'
import { storedText } from '@/lib/safety/redact'
import type { UsageCounter } from '@/lib/usage/schema'
import { hasFeature } from '@/lib/workspaces/plans'
import type { Base } from '../base'
import { environmentHelpers } from './helper-models'
import type { LookupServices } from './lookup'
import { makeTiers, opinionModel } from './normalizer-tiers'
import { wouldServe } from './would-serve'

type SampledServe = {
  workspaceId: string
  key: string
  entry: { id: string; version: number }
  /** Masked canonical text of the query; redacted before it is stored. */
  canonical: string
}

/** Every use case of normalisation takes this as its `deps`. */
export type Normalization = ReleaseDeps &
  JudgementDeps &
  WebhookDeps &
  ExplainDeps & {
    live: LiveReader
    /** Reads logs in the process that trains: one after the other. */
    logLab: LogLab
    /** Counts a miss into its row, and a would-be hit of a shadow workspace into the judgement queue. */
    recordMisses(workspaceId: string, misses: CountedMiss[]): Promise<void>
    /** Hands a served hit to people for judgement; never waits. The caller decides which share. */
    sampleHit(hit: SampledServe, source?: JudgementSource): void
    /** Asks the tiers that are not on the reply's path for a text no local tier could place. Never throws. */
    place(workspaceId: string, masked: string): Promise<Placed>
    /** Asks the model about sampled hits that wait, where the policy wants it. */
    askOpinions(workspaceId: string): Promise<number>
    flush(): Promise<void>
    close(): Promise<void>
  }

export type NormalizationOptions = {
  /** Absent in scripts: the live release is then read from the database. */
  lookup?: LookupServices
  usage?: UsageCounter
  /** Whose models place questions and give opinions; the environment's where absent, as in scripts. */
  helpers?: HelperModels
  /** Called after a commit that announced a change. */
  nudge?: () => void
  /** Takes an entry out of service; false when it is out already. */
  quarantine?: JudgementDeps['quarantine']
  /** Told of each answer that somebody judged wrong. */
  onWrong?: JudgementDeps['onWrong']
  /** Where the sources are; training starts a process from them. */
  root?: string
}

export function composeNormalization(
  base: Pick<Base, 'env' | 'db' | 'clock' | 'log' | 'metrics' | 'secrets' | 'telemetry'>,
  options: NormalizationOptions = {},
): Normalization {
  const now = () => base.clock.now()
  const unit = normalizationUnit(base.db, now)
  const lab = childProcessLab({ root: options.root ?? process.cwd() })
  const onError = (err: unknown) => base.log.error({ err }, 'work of normalisation failed')
  const live = liveReader(unit, options.lookup)
  const nudge = options.nudge ?? (() => {})
  const deps = { unit, clock: base.clock, nudge, lab, live, onError }
  const allowed = parseRanges(base.env.NORMALIZER_ALLOWED_CIDRS)
  const callWebhook = normalizerWebhook({
    target: async (workspaceId) => {
      const stored = await unit.read(workspaceId).webhook.get()
      return stored?.enabled ? { ...stored, secret: base.secrets.open(stored.secret) } : null
    },
    allowed,
    now,
    onOutcome: (workspaceId, outcome) => {
      unit.read(workspaceId).webhook.setOutcome(outcome, now()).catch(onError)
    },
  })
  const accounts = {
    helpers: options.helpers ?? environmentHelpers(base),
    usage: options.usage,
    prices: pricesOf(options.lookup),
  }
  const placer = new MissPlacer({
    ...deps,
    tiers: makeTiers(base, { callWebhook, ...accounts }),
  })
  const opinions = {
    unit,
    clock: base.clock,
    opinionModel: opinionModel(base, accounts),
  }
  const samples = sampleHits({
    store: (workspaceId) => unit.read(workspaceId).judgements,
    redact: storedText,
    now,
    onError,
  })
  return {
    ...deps,
    logLab: lab,
    sealer: base.secrets,
    callWebhook,
    checkUrl: (url) => checkUrl(url, allowed),
    quarantine: options.quarantine ?? refuseQuarantine,
    onWrong: options.onWrong ?? (async () => {}),
    running: runningReader(live, options.lookup),
    serve: options.lookup
      ? wouldServe(options.lookup)
      : async () => ({ status: 'miss', reason: 'cache_unavailable', detail: 'no cache is at hand' }),
    recordMisses: missRecorder(unit, samples, now),
    sampleHit: (hit, source = 'sample') => samples.record(hit.workspaceId, toSample(hit, source)),
    async place(workspaceId, masked) {
      const plan = (await options.lookup?.live.get(workspaceId))?.plan
      if (plan && !hasFeature(plan, 'helper_models')) return 'refused'
      return placer.place(workspaceId, masked)
    },
    askOpinions: (workspaceId) => askOpinions(opinions, workspaceId),
    flush: () => samples.flush(),
    close: async () => {
      lab.close()
      await placer.close()
      await samples.close()
    },
  }
}

function liveReader(unit: NormalizationUnit, lookup?: LookupServices): LiveReader {
  if (lookup) return async (workspaceId) => (await lookup.live.get(workspaceId)).normalizer
  return async (workspaceId) => {
    const { releases } = unit.read(workspaceId)
    const live = await releases.live()
    const artefact = live && (await releases.artefact(live.id))
    return loadRelease(artefact ?? trainRelease({ intents: [], normalizers: ['memo', 'pass_through'] }))
  }
}

function pricesOf(lookup?: LookupServices): PricesOf | undefined {
  return lookup && (async (workspaceId) => (await lookup.live.get(workspaceId)).prices)
}

function runningReader(live: LiveReader, lookup?: LookupServices): ExplainDeps['running'] {
  return async (workspaceId): Promise<{ normalizer: Normalizer; memo: ExplainMemo }> => {
    if (lookup) return lookup.live.get(workspaceId)
    return { normalizer: await live(workspaceId), memo: undefined }
  }
}
type ExplainMemo = Awaited<ReturnType<ExplainDeps['running']>>['memo']

function missRecorder(unit: NormalizationUnit, samples: SampleSink, now: () => Date) {
  return async (workspaceId: string, misses: CountedMiss[]): Promise<void> => {
    await unit.read(workspaceId).misses.record(misses, now())
    for (const { key, reason, would_serve, masked_text, count } of misses) {
      const served = /^(ent_[0-9a-z]+)@(\d+)$/.exec(would_serve ?? '')
      // What was withheld for being in shadow, or outside the share that is served, is what people judge.
      if (!served || key === null || (reason !== 'shadow' && reason !== 'rollout')) continue
      const sample = { entry_id: served[1]!, version: Number(served[2]), key, masked_text }
      for (let i = 0; i < count; i++) samples.record(workspaceId, { ...sample, source: 'shadow' })
    }
  }
}

function toSample({ key, entry, canonical }: SampledServe, source: JudgementSource) {
  return { entry_id: entry.id, version: entry.version, key, masked_text: canonical, source }
}

function checkUrl(text: string, allowed: ReturnType<typeof parseRanges>): void {
  try {
    requireUrl({ url: new URL(text), allowed })
  } catch (error) {
    throw invalidInput('url', error instanceof Error ? error.message : 'cannot be called')
  }
}

async function refuseQuarantine(): Promise<boolean> {
  throw new Error('Nobody told normalisation how to quarantine an entry.')
}
