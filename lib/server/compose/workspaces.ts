import { workspaceStore } from '@/lib/adapters/postgres/workspace-store'
import { workspaceUnit } from '@/lib/adapters/postgres/workspace-unit'
import type { WorkspaceParts } from '@/lib/workspaces/ports'
import type { Base } from '../base'

export type Workspaces = WorkspaceParts

export function composeWorkspaces(base: Base): Workspaces {
  return {
    clock: base.clock,
    store: workspaceStore({ db: base.db.prisma }),
    unit: workspaceUnit(base.db, base.clock.now),
  }
}
