import { permit, type Caller } from '../authority'
import type { NormalizationDeps } from '../ports'
import type { MissPage, MissQuery } from './schema'

/** What was asked and not served, most asked first. */
export async function listMisses(
  deps: NormalizationDeps,
  caller: Caller,
  query: MissQuery,
): Promise<MissPage> {
  const now = deps.clock.now()
  permit(caller, 'view', now)
  return deps.unit.read(caller.principal.workspace_id).misses.top(query, now)
}
