import Anthropic from '@anthropic-ai/sdk'
import { expect, test } from '@playwright/test'
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
  await page.getByRole('link', { name: /cancel/i }).first().click()
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeEnabled()
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect.poll(async () => (await lookUp('please cancel my order 67890')).status, { timeout: 30_000 }).toBe('hit')

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
  await page.goto(`/entries/${entry.id}`)
  await expect(page.getByText('cancel_order').first()).toBeVisible()

  const admin = person('admin')
  await page.context().clearCookies()
  await signIn(page, admin)
  await page.goto('/audit')
  await expect(page.getByText('proposal.approved').first()).toBeVisible()
})
