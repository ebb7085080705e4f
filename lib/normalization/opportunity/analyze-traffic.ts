import { isL0Error, notFound } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import { minuteMs } from '@/lib/kernel/time'
import { actorOf, permit, type Caller } from '../authority'
import type { OpportunityDeps } from './ports'
import { keptAnalyses, type Analysis, type AnalysisDetail, type UploadLog } from './schema'

const abandonedAfterMs = 2 * minuteMs
/** Also while it waits for its turn behind a training. */
const signOfLifeEveryMs = 20_000
const progressEveryMs = 500

/**
 * Starts reading a log. Answers at once; `finished` resolves when there is a report, or none. Of the log
 * itself nothing is kept. Throws `conflict` while another one of the workspace is read.
 */
export async function analyzeTraffic(
  deps: OpportunityDeps,
  caller: Caller,
  input: UploadLog & { text: string },
): Promise<{ analysis: AnalysisDetail; finished: Promise<void> }> {
  const now = deps.clock.now()
  permit(caller, 'intent.edit', now)
  const workspaceId = caller.principal.workspace_id
  const actor = actorOf(caller)
  const id = newId('anl', now.getTime())
  const store = deps.analyses.read(workspaceId)
  await store.failAbandoned(new Date(now.getTime() - abandonedAfterMs), now)
  await deps.analyses.transact(workspaceId, async (tx) => {
    await tx.analyses.start({ id, file_name: input.name, created_by: actor.label }, now)
    await tx.analyses.keepNewest(keptAnalyses)
    await tx.audit.append({
      type: 'analysis.started',
      actor,
      target: { type: 'analysis', id, label: input.name },
      after: { file_name: input.name, characters: input.text.length },
      request_id: caller.request_id,
    })
  })
  const finished = run(deps, workspaceId, id, input)
  return { analysis: (await store.get(id))!, finished }
}

async function run(
  deps: OpportunityDeps,
  workspaceId: string,
  id: string,
  { text, name, model }: UploadLog & { text: string },
): Promise<void> {
  const store = deps.analyses.read(workspaceId)
  let progress: { done: number; total: number } | null = null
  let lastMs = 0
  const keep = () => void store.setProgress(id, progress, deps.clock.now()).catch(deps.onError)
  const timer = setInterval(keep, signOfLifeEveryMs)
  try {
    const job = { text, name, model, at: deps.clock.now().toISOString() }
    const report = await deps.logLab.analyze(job, (done, total) => {
      progress = { done, total }
      const nowMs = deps.clock.now().getTime()
      if (nowMs - lastMs < progressEveryMs) return
      lastMs = nowMs
      keep()
    })
    await store.setDone(id, report, deps.clock.now())
  } catch (error) {
    if (!isL0Error(error) || error.code === 'internal') deps.onError(error)
    const message =
      isL0Error(error) && error.code !== 'internal'
        ? (error.fields[0]?.message ?? error.message)
        : 'It could not be read; the server’s log says why.'
    await store.setFailed(id, message, deps.clock.now()).catch(deps.onError)
  } finally {
    clearInterval(timer)
  }
}

export async function listAnalyses(deps: OpportunityDeps, caller: Caller): Promise<{ items: Analysis[] }> {
  const now = deps.clock.now()
  permit(caller, 'intent.edit', now)
  const store = deps.analyses.read(caller.principal.workspace_id)
  await store.failAbandoned(new Date(now.getTime() - abandonedAfterMs), now)
  return { items: await store.list() }
}

export async function getAnalysis(
  deps: OpportunityDeps,
  caller: Caller,
  id: string,
): Promise<AnalysisDetail> {
  const now = deps.clock.now()
  permit(caller, 'intent.edit', now)
  const store = deps.analyses.read(caller.principal.workspace_id)
  await store.failAbandoned(new Date(now.getTime() - abandonedAfterMs), now)
  const found = await store.get(id)
  if (!found) throw notFound('The analysis')
  return found
}

/** Takes the report away; intents made from it stay. */
export async function deleteAnalysis(deps: OpportunityDeps, caller: Caller, id: string): Promise<void> {
  permit(caller, 'intent.edit', deps.clock.now())
  await deps.analyses.transact(caller.principal.workspace_id, async (tx) => {
    const before = await tx.analyses.get(id)
    if (!before || !(await tx.analyses.remove(id))) throw notFound('The analysis')
    await tx.audit.append({
      type: 'analysis.deleted',
      actor: actorOf(caller),
      target: { type: 'analysis', id, label: before.file_name },
      before: { file_name: before.file_name, status: before.status },
      request_id: caller.request_id,
    })
  })
}
