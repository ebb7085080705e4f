import type { AuditEventInput } from './schema'

/** The audit log of one workspace inside one open transaction: what use cases are given. */
export type AuditTrail = { append(event: AuditEventInput): Promise<{ id: string; at: string }> }
