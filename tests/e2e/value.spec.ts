import { readFileSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { lookUp, person, signIn } from './support/demo'
import { sharedByAnother } from './support/other-workspace'

test.describe.configure({ mode: 'serial' })

let page: Page
test.beforeAll(async ({ browser }) => {
  await sharedByAnother({
    key: 'parking_places',
    answer: 'You can park behind the house, free of charge for three hours.',
  })
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await signIn(page, person('admin'))
})
test.afterAll(() => page.close())

/** Both colour schemes as pictures, and no overflow at the narrowest window. */
async function look(name: string) {
  const { width, height } = page.viewportSize()!
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.screenshot({ path: `test-results/screens/value-${name}-${theme}.png` })
  }
  await page.setViewportSize({ width: 320, height })
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  await page.screenshot({ path: `test-results/screens/value-${name}-320.png` })
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme: 'light' })
  expect(over, `${name} is wider than 320 px`).toBeLessThanOrEqual(1)
}

test('an answer is shared from its page, without what was not picked, and can be taken back', async () => {
  await page.goto('/entries')
  await page.getByRole('link', { name: 'delivery_time' }).click()
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Share delivery_time' })
  await dialog.getByLabel('What it is for').fill('How long parcels take, for any shop')
  const phrasings = dialog.getByRole('checkbox')
  await expect(phrasings.first()).toBeVisible()
  await phrasings.first().press('Space')
  await expect(dialog.getByText('(1 picked)')).toBeVisible()
  await look('share')
  await dialog.getByRole('button', { name: 'Share', exact: true }).press('Enter')
  await expect(page.getByText('It is in the shared library')).toBeVisible()
  await expect(dialog).toBeHidden()

  await page.goto('/entries/library')
  const mine = page.getByRole('article').filter({ hasText: 'delivery_time' })
  await expect(mine.getByText('How long parcels take, for any shop')).toBeVisible()
  await expect(mine.getByText('1 phrasing', { exact: true })).toBeVisible()
  await mine.getByRole('button', { name: 'Stop sharing' }).click()
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: 'Stop sharing' })
    .click()
  await expect(page.getByText('It is shared no more')).toBeVisible()
  await expect(mine).toHaveCount(0)
})

test('an answer of another workspace is adopted, and waits for this one’s own approval', async () => {
  await page.goto('/entries/library')
  await page.getByLabel('Search the library').fill('parking')
  const theirs = page.getByRole('article').filter({ hasText: 'parking_places' })
  await expect(theirs.getByText('free of charge for three hours')).toBeVisible()
  await theirs.getByText('2 phrasings').click()
  await expect(theirs.getByText('is there a parking lot')).toBeVisible()
  await look('library')
  await theirs.getByRole('button', { name: 'Adopt' }).click()
  await expect(page.getByText(/^Adopted: .*waits for approval/)).toBeVisible()
  await theirs.getByRole('link', { name: 'Adopted' }).click()
  await expect(page).toHaveURL(/\/queue\/prop_/)
  await expect(page.getByText('You can park behind the house').first()).toBeVisible()
  expect((await lookUp('where can I park')).status).toBe('miss')
})

test('a price of one’s own is planned for a date, and taken back', async () => {
  await page.goto('/settings/prices')
  await page.getByRole('button', { name: 'Set a price' }).click()
  const dialog = page.getByRole('dialog', { name: 'Set a model’s price' })
  await dialog.getByRole('button', { name: 'Set price' }).click()
  await expect(dialog.getByText('Give a price from 0 to 10,000.').first()).toBeVisible()
  await dialog.getByLabel('Model').fill('claude-haiku-4')
  await dialog.getByLabel('Input, $ a million tokens').fill('0.8')
  await dialog.getByLabel('Output, $ a million tokens').fill('3,5')
  const year = new Date().getUTCFullYear() + 1
  await dialog.getByLabel('From').fill(`${year}-03-01T10:00`)
  await dialog.getByLabel('Reason').fill('The new contract')
  await look('price-dialog')
  await dialog.getByRole('button', { name: 'Set price' }).press('Enter')
  await expect(page.getByText('The price is set')).toBeVisible()
  const row = page.getByRole('row').filter({ hasText: 'claude-haiku-4…' }).filter({ hasText: 'Planned' })
  await expect(row).toContainText(`${year}-03-01`)
  await expect(row).toContainText('$0.80')
  await expect(row).toContainText('$3.50')
  await look('prices')
  await row.getByRole('button', { name: 'Take back' }).click()
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: 'Take back' })
    .click()
  await expect(page.getByText('The planned price was taken back')).toBeVisible()
  await expect(row).toHaveCount(0)
})

test('opinions on sampled hits are switched on, with a reason, and stay on', async () => {
  await page.goto('/settings/policy')
  const opinions = page.getByRole('checkbox', { name: /A model looks at sampled hits/ })
  await expect(opinions).not.toBeChecked()
  await opinions.press('Space')
  await expect(page.getByText('1 change', { exact: true })).toBeVisible()
  await page.getByLabel('Reason for the change').fill('See whether it finds the wrong ones')
  await look('opinions')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(/Policy version \d+ is in force/)).toBeVisible()
  await page.reload()
  await expect(opinions).toBeChecked()
})

test('the statement is downloaded as CSV, its lines those on the page', async () => {
  await lookUp('how long does delivery take')
  await page.goto('/settings/plan')
  const button = page.getByRole('button', { name: /^Download “Statement of .*” as CSV$/ })
  await expect(button).toBeEnabled()
  await look('statement')
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  expect(download.suggestedFilename()).toMatch(/^l0-statement-\d{4}-\d\d\.csv$/)
  const [head, ...lines] = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(head!.replace('\ufeff', '')).toBe('What,Requests,Input tokens,Output tokens,USD')
  const table = page.getByRole('region', { name: /^Statement of/ }).getByRole('row')
  expect(lines).toHaveLength((await table.count()) - 1)
  for (const [index, line] of lines.entries())
    await expect(table.nth(index + 1)).toContainText(line.split(',')[0]!.replace(/^"|"$/g, ''))
})
