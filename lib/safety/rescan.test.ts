import { expect, test } from 'vitest'
import { syntheticPolicy } from './evaluation/synthetic'
import type { LiveAnswer, LiveAnswers } from './ports'
import { rescan } from './rescan'
import { rulesetVersion } from './ruleset'

function answersOf(rows: Partial<LiveAnswer>[]): LiveAnswers {
  return {
    policy: async () => syntheticPolicy,
    async *live() {
      for (const [i, row] of rows.entries()) {
        yield {
          entry_id: `ent_${i}`,
          version: 1,
          key: 'k',
          scope: 'default',
          template: 'Hello.',
          slots: [],
          ruleset_version: 'rs1-old',
          ...row,
        }
      }
    },
  }
}

test('only answers approved under other rules are looked at, and only grave findings open a review', async () => {
  const answers = answersOf([
    {},
    { template: 'See https://evil.example' },
    { template: 'We guarantee it.' },
    { template: '<b>', ruleset_version: rulesetVersion },
  ])
  const result = await rescan({ workspace: 'ws', answers })
  expect(result).toMatchObject({
    from_versions: ['rs1-old'],
    to_version: rulesetVersion,
    scanned: 3,
    current: 1,
  })
  expect(result.reviews.map(({ answer }) => answer.entry_id)).toEqual(['ent_1'])
})

test('a changed policy looks at every answer', async () => {
  const answers = answersOf([{ template: '<b>', ruleset_version: rulesetVersion }])
  const result = await rescan({ workspace: 'ws', answers, all: true })
  expect(result.reviews).toHaveLength(1)
})

test('between two answers everything else that waits has its turn', async () => {
  let turns = 0
  const count = () => {
    turns++
    timer = setImmediate(count)
  }
  let timer = setImmediate(count)
  await rescan({ workspace: 'ws', answers: answersOf(Array.from({ length: 50 }, () => ({}))) })
  clearImmediate(timer)
  expect(turns).toBeGreaterThanOrEqual(49)
})
