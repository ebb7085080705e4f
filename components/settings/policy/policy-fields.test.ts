import { describe, expect, test } from 'vitest'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import { fieldError, fromDraft, policyGroups, toDraft, type PolicyField } from './policy-fields'

const fields = policyGroups.flatMap((group) => group.fields)
const field = (name: string) => fields.find((one) => one.name === name) as PolicyField

describe('the policy form', () => {
  test('has every setting of the schema once', () => {
    expect(fields.map(({ name }) => name).sort()).toEqual(Object.keys(WorkspacePolicy.shape).sort())
  })

  test('a policy comes out as it went in', () => {
    const policy = WorkspacePolicy.parse({
      allowed_domains: ['a.example', 'b.example'],
      bound_scopes: { abc123: 'vip' },
      judge_share: 0.015,
      fallback_answer: null,
    })
    for (const one of fields) expect(fromDraft(one, toDraft(one, policy[one.name]))).toEqual(policy[one.name])
  })

  test('limits are told in the unit that is edited', () => {
    expect(fieldError(field('false_hit_budget'), '50')).toBe('At most 20 %.')
    expect(fieldError(field('approvals_high'), '1')).toBe('At least 2.')
    expect(fieldError(field('sla_hours'), 'soon')).toBe('Give a number.')
    expect(fieldError(field('sla_hours'), '')).toBe('Give a number.')
    expect(fieldError(field('sla_hours'), '24')).toBeUndefined()
  })
})
