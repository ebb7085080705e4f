import type { RouteHandler } from '@/lib/server/http/route'
import { GET as audit } from './api/v1/audit/route'
import { GET as auditEvent } from './api/v1/audit/[id]/route'
import { GET as auditProof } from './api/v1/audit/[id]/proof/route'
import { GET as auditCheckpoint } from './api/v1/audit/checkpoint/route'
import { GET as auditExport } from './api/v1/audit/export/route'
import { GET as auditEvidence } from './api/v1/audit/evidence/route'
import { GET as entries } from './api/v1/entries/route'
import { GET as entry } from './api/v1/entries/[entry]/route'
import { POST as quarantine } from './api/v1/entries/[entry]/quarantine/route'
import { POST as rollback } from './api/v1/entries/[entry]/rollback/route'
import { POST as report } from './api/v1/hits/[hit]/report/route'
import { GET as proposals } from './api/v1/proposals/route'
import { GET as proposal } from './api/v1/proposals/[proposal]/route'
import { POST as decision } from './api/v1/proposals/[proposal]/decision/route'
import { hotHandlers } from './hot-handlers'

/** Every route of the public contract: what `GET /api/openapi.json` describes. */
export const publicHandlers: RouteHandler[] = [
  ...hotHandlers,
  report,
  proposals,
  proposal,
  decision,
  entries,
  entry,
  rollback,
  quarantine,
  audit,
  auditEvent,
  auditProof,
  auditCheckpoint,
  auditExport,
  auditEvidence,
]
