import Anthropic from '@anthropic-ai/sdk'
import { expect, test, type Page } from '@playwright/test'
import { demo, lookUp, person, signIn } from './support/demo'

/** The model's answer to the first question becomes everybody's answer, once a person says so. */
test('a miss is approved in the browser, the next phrasing is a hit, a rollback takes the edit back, the audit shows it all', async ({
  page,
}) => {
  test.setTimeout(240_000)
  const client = new Anthropic({ baseURL: demo().url, apiKey: demo().api_key, maxRetries: 0 })
  const ask = (text: string) =>
    client.messages
      .create({ model: 'claude-haiku-4-5', max_tokens: 400, messages: [{ role: 'user', content: text }] })
      .withResponse()

  const first = await ask('cancel order 12345')
  expect(first.response.headers.get('x-l0-cache')).toBe('miss')
  expect(first.response.headers.get('x-l0-cache-tier')).toBe('L3_LLM')

  const operator = person('operator')
  await signIn(page, operator)
  await page
    .getByRole('link', { name: /cancel/i })
    .first()
    .click()
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeEnabled()
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect
    .poll(async () => (await lookUp('please cancel my order 67890')).status, { timeout: 30_000 })
    .toBe('hit')

  const second = await ask('please cancel my order 67890')
  expect(second.response.headers.get('x-l0-cache')).toBe('hit')
  const text = second.data.content.map((block) => (block.type === 'text' ? block.text : '')).join('')
  expect(text).toContain('67890')
  expect(text).not.toContain('12345')
  const stream = client.messages.stream({
    model: 'claude-haiku-4-5',
    max_tokens: 400,
    messages: [{ role: 'user', content: 'please cancel my order 67890' }],
  })
  expect(await stream.finalText()).toBe(text)

  const entry = (await lookUp('stop shipment of order ABC-999')).entry!
  expect(entry.version).toBe(1)

  await editInTheBrowser(page)
  await expect
    .poll(async () => (await lookUp('cancel my order 67890')).answer, { timeout: 30_000 })
    .toBe('Order 67890 can be cancelled on your orders page.')

  await page.context().clearCookies()
  const admin = person('admin')
  await signIn(page, admin)
  await page.goto(`/entries/${entry.id}`)
  await page.getByRole('button', { name: 'Roll back to this' }).click()
  await page.getByLabel('Reason').fill('The first text was better')
  await page.getByRole('button', { name: 'Roll back', exact: true }).click()
  // Signing in proved the factor a moment ago, so a fresh code is asked for only when that took long.
  await expect
    .poll(async () => (await lookUp('cancel my order 67890')).answer, { timeout: 30_000 })
    .toBe(text)
  expect((await lookUp('cancel my order 67890')).entry!.version).toBe(3)

  await page.goto('/audit')
  for (const event of [
    'Proposal approved',
    'Entry version created',
    'Entry rolled back',
    'Sign-in succeeded',
  ]) {
    await expect(page.getByText(event).first()).toBeVisible()
  }
})

/** A second version, written by hand: it goes through the queue like the model's. */
async function editInTheBrowser(page: Page): Promise<void> {
  await page.goto('/entries')
  await page.getByRole('button', { name: 'New entry' }).click()
  await page.getByLabel('Intent key').fill('cancel_order')
  await page.getByLabel('Answer').fill('Order {{order_id}} can be cancelled on your orders page.')
  await page.getByRole('button', { name: 'Send to the queue' }).click()
  await expect(page).toHaveURL(/\/queue\/prop_/)
  const approve = page.getByRole('button', { name: 'Approve', exact: true })
  await expect(approve).toBeEnabled()
  await approve.click()
}
