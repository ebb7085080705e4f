import { expect, test } from 'vitest'
import { checkTemplateDeep } from './check-template-deep'
import { syntheticPolicy as policy } from './evaluation/synthetic'
import { Random } from './evaluation/random'

const check = (template: string) => checkTemplateDeep({ template, slots: [], policy })

test('a clean answer stays clean', async () => {
  expect(await check('Open https://acme.com and choose Orders; it costs $5.')).toMatchObject({
    findings: [],
    blocked: false,
    raised_risk: 'low',
  })
})

test('what secretlint finds blocks, once per secret and masked', async () => {
  const key = `AKIA${new Random(3).from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`
  const report = await check(`Use ${key} here`)
  expect(report.findings.filter(({ rule }) => rule === 'secret')).toHaveLength(1)
  expect(JSON.stringify(report)).not.toContain(key)
})

test('kinds that only secretlint knows are found too', async () => {
  // A Linear key: none of the synchronous patterns has it.
  const key = ['lin', '_api_', new Random(5).from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789', 40)].join(
    '',
  )
  const report = await check(`token ${key}`)
  expect(report.blocked).toBe(true)
})

test('a check leaves nothing behind: the process looks at every proposal for years', async () => {
  const kept = () => performance.getEntries().length
  await check('Open https://acme.com.')
  const before = kept()
  for (let i = 0; i < 5; i++) await check('Open https://acme.com.')
  expect(kept()).toBe(before)
})
