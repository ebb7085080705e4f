import type { Role } from '@/lib/auth/schema'

export const roleOptions: readonly { value: Role; label: string; hint: string }[] = [
  { value: 'viewer', label: 'Viewer', hint: 'reads' },
  { value: 'operator', label: 'Operator', hint: 'reviews' },
  { value: 'auditor', label: 'Auditor', hint: 'reads and exports the log' },
  { value: 'admin', label: 'Admin', hint: 'everything' },
]

export function roleLabel(role: Role): string {
  return roleOptions.find((option) => option.value === role)?.label ?? role
}
