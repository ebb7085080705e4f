import type { Role } from './schema'

/** Everything a person can be allowed to do. The matrix below is the only place that says who may. */
const permissions = [
  'view',
  'proposal.edit',
  'proposal.decide',
  'intent.edit',
  'entry.quarantine',
  'entry.rollback',
  'entry.disable',
  'release.manage',
  'member.manage',
  'key.manage',
  'policy.manage',
  'audit.view',
  'audit.export',
  'privacy.erase',
] as const
export type Permission = (typeof permissions)[number]

const viewer: readonly Permission[] = ['view']
const operator: readonly Permission[] = [
  ...viewer,
  'audit.view',
  'proposal.edit',
  'proposal.decide',
  'intent.edit',
  'entry.quarantine',
]
const matrix: Record<Role, readonly Permission[]> = {
  viewer,
  operator,
  auditor: [...viewer, 'audit.view', 'audit.export'],
  admin: permissions,
}

/** These ask for a second factor proven in the last five minutes, whatever the role. */
const stepUpPermissions: readonly Permission[] = [
  'entry.rollback',
  'entry.disable',
  'release.manage',
  'member.manage',
  'key.manage',
  'policy.manage',
  'privacy.erase',
]
export const stepUpMaxAgeSeconds = 300

export function roleMay(role: Role, permission: Permission): boolean {
  return matrix[role].includes(permission)
}

export function needsStepUp(permission: Permission): boolean {
  return stepUpPermissions.includes(permission)
}
