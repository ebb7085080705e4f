import { expect, test } from 'vitest'
import { dayMs } from '@/lib/kernel/time'
import { priorityOf } from './priority'

const now = new Date('2026-03-01T12:00:00Z')
const at = (daysAgo: number) => new Date(now.getTime() - daysAgo * dayMs).toISOString()

test('risk, volume and age each raise the priority', () => {
  const base = priorityOf({ risk: 'low', count: 1, created_at: at(0) }, now)
  expect(base.level).toBe('low')
  expect(priorityOf({ risk: 'high', count: 1, created_at: at(0) }, now).score).toBeGreaterThan(base.score)
  expect(priorityOf({ risk: 'low', count: 9, created_at: at(0) }, now).score).toBeGreaterThan(base.score)
  expect(priorityOf({ risk: 'low', count: 1, created_at: at(2) }, now).score).toBeGreaterThan(base.score)
})

test('a high-risk question a day old is of high priority, and says why', () => {
  const { level, formula } = priorityOf({ risk: 'high', count: 1, created_at: at(1) }, now)
  expect(level).toBe('high')
  expect(formula).toBe('risk 9 × volume 1.0 × age 2.0 = 18.0')
})

test('a clock that runs behind does not make the age negative', () => {
  expect(priorityOf({ risk: 'low', count: 1, created_at: at(-5) }, now).score).toBe(1)
})
