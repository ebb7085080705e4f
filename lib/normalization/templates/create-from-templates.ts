import { isL0Error } from '@/lib/kernel/errors'
import { permit, type Caller } from '../authority'
import { createIntent } from '../intents/save-intent'
import type { NormalizationDeps } from '../ports'
import { templatePacks } from './intent-templates'
import type { CreatedFromTemplates, CreateFromTemplates } from './schema'

/** Makes the named templates into intents of the workspace; each is made or refused by itself, and audited. */
export async function createFromTemplates(
  deps: NormalizationDeps,
  caller: Caller,
  { keys }: CreateFromTemplates,
): Promise<CreatedFromTemplates> {
  permit(caller, 'intent.edit', deps.clock.now())
  const templates = new Map(templatePacks.flatMap(({ intents }) => intents.map((one) => [one.key, one])))
  const outcome: CreatedFromTemplates = { made: [], refused: [] }
  for (const key of new Set(keys)) {
    const template = templates.get(key)
    if (!template) {
      outcome.refused.push({ key, detail: 'There is no such template.' })
      continue
    }
    try {
      await createIntent(deps, caller, template)
      outcome.made.push(key)
    } catch (error) {
      if (!isL0Error(error) || error.code === 'internal') throw error
      outcome.refused.push({ key, detail: error.fields[0]?.message ?? error.message })
    }
  }
  return outcome
}
