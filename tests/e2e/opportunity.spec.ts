import { expect, test } from '@playwright/test'
import { person, signIn } from './support/demo'

const questions = [
  ...[
    'renew my library card',
    'how do I renew a library card',
    'library card renewal',
    'renew the library card',
  ],
  ...['which bus goes to the harbour', 'bus to the harbour', 'is there a harbour bus', 'harbour bus times'],
  ...['renew my library card of ann.tester@example.org'],
]

test('an operator sees what a log would gain, and makes an intent of it by keyboard', async ({ page }) => {
  await signIn(page, person('operator'))
  await page.goto('/normalizer/opportunity')
  await page.getByLabel('Log file').setInputFiles({
    name: 'questions.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`question\n${questions.join('\n')}\n`),
  })
  await expect(page).toHaveURL(/\/normalizer\/opportunity\/anl_/)
  await expect(page.getByText('Expected hit rate')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('ann.tester@example.org')).toHaveCount(0)
  const candidate = page.getByRole('checkbox', { name: /^Choose .*library/ })
  await candidate.press('Space')
  await page.getByLabel(/^Key of group/).fill('renew_library_card')
  await page.getByLabel(/^Key of group/).press('Tab')
  await page.getByRole('button', { name: 'Create 1 intent' }).press('Enter')
  const link = page.getByRole('link', { name: 'renew_library_card' })
  await expect(link).toBeVisible()
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(over).toBeLessThanOrEqual(1)
  }
  await link.press('Enter')
  await expect(page.getByText('renew my library card', { exact: true })).toBeVisible()
})
