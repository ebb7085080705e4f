import { isL0Error, L0Error, notFound } from '@/lib/kernel/errors'
import { permit, type Caller } from '../authority'
import { createIntent } from '../intents/save-intent'
import { EntityType, type SlotSpec } from '../schema'
import type { OpportunityDeps } from './ports'
import type { Candidate, CreateFromAnalysis, CreatedFromAnalysis } from './schema'

/**
 * Makes an intent of each chosen cluster, its examples as phrasings. Each is made or refused by itself, and
 * audited as any intent is. Nothing is served by it: that takes a release, and an approved answer.
 */
export async function createFromAnalysis(
  deps: OpportunityDeps,
  caller: Caller,
  id: string,
  { intents }: CreateFromAnalysis,
): Promise<CreatedFromAnalysis> {
  permit(caller, 'intent.edit', deps.clock.now())
  const store = deps.analyses.read(caller.principal.workspace_id)
  const analysis = await store.get(id)
  if (!analysis) throw notFound('The analysis')
  const { report } = analysis
  if (!report) throw new L0Error('conflict', 'This analysis has no report.')
  const done = new Set(analysis.made.map(({ rank }) => rank))
  const outcome: CreatedFromAnalysis = { made: [], refused: [] }
  for (const { rank, key } of intents) {
    const candidate = report.intents.find((one) => one.rank === rank)
    if (!candidate || done.has(rank)) {
      const detail = candidate ? 'It was made already.' : 'The report has no such group.'
      outcome.refused.push({ rank, key, detail })
      continue
    }
    try {
      await createIntent(deps, caller, intentOf(candidate, key, report.rows))
      outcome.made.push({ rank, key })
      done.add(rank)
    } catch (error) {
      if (!isL0Error(error) || error.code === 'internal') throw error
      outcome.refused.push({ rank, key, detail: error.fields[0]?.message ?? error.message })
    }
  }
  if (outcome.made.length > 0) await store.addMade(id, outcome.made)
  return outcome
}

function intentOf(candidate: Candidate, key: string, rows: number) {
  return {
    key,
    description: `From a log: ${candidate.rows} of ${rows} questions, such as “${candidate.examples[0] ?? key}”.`,
    slots: slotsOf(candidate),
    phrasings: candidate.examples,
  }
}

/** Placeholders that the normaliser reads itself; those of redaction alone (`ssn`, `ip`) are no slots. */
function slotsOf({ slots }: Candidate): SlotSpec[] {
  return slots.flatMap((name) => {
    const type = EntityType.safeParse(name).data
    if (!type || type === 'custom') return []
    return [{ name, type, required: false, answer_determining: false }]
  })
}
