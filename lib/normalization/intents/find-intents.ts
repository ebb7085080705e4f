import { notFound } from '@/lib/kernel/errors'
import { permit, type Caller } from '../authority'
import type { NormalizationDeps } from '../ports'
import type { IntentDetail, IntentPage, IntentQuery } from './schema'

export async function listIntents(
  deps: NormalizationDeps,
  caller: Caller,
  query: IntentQuery,
): Promise<IntentPage> {
  permit(caller, 'view', deps.clock.now())
  return deps.unit.read(caller.principal.workspace_id).intents.list(query)
}

export async function getIntent(deps: NormalizationDeps, caller: Caller, id: string): Promise<IntentDetail> {
  permit(caller, 'view', deps.clock.now())
  const intent = await deps.unit.read(caller.principal.workspace_id).intents.get(id)
  if (!intent) throw notFound('The intent')
  return intent
}
