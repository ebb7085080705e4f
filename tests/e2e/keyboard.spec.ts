import { expect, test, type Page } from '@playwright/test'
import { demo, person, signIn } from './support/demo'
import { openFirst } from './support/first-row'
import { figures, keysDone, keyTimes, watchKeys } from './support/watch-keys'

const reviews = 30

/** One question in many scopes: each scope's answer is a proposal of its own. */
async function fillQueue(prefix: string, count: number): Promise<void> {
  const { url, api_key } = demo()
  for (let i = 0; i < count; i++) {
    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': api_key, 'content-type': 'application/json', 'x-l0-scope': `${prefix}-${i}` },
      body: JSON.stringify({
        model: 'claude-haiku-4-5',
        max_tokens: 300,
        messages: [{ role: 'user', content: 'which payment methods do you accept' }],
      }),
    })
    expect(response.headers.get('x-l0-cache')).toBe('miss')
    await response.text()
  }
}

type Waiting = { id: string; scope: string }

async function pending(key: string): Promise<Waiting[]> {
  const { url, review_key } = demo()
  const response = await fetch(`${url}/api/v1/proposals?status=pending&key=${key}&limit=200`, {
    headers: { authorization: `Bearer ${review_key}` },
  })
  return ((await response.json()) as { items: Waiting[] }).items
}

const countPending = async (key: string) => (await pending(key)).length

const approve = (page: Page) => page.getByRole('button', { name: 'Approve', exact: true })

test('an operator clears thirty proposals without the mouse, and a held key decides one at most', async ({
  page,
}) => {
  test.setTimeout(240_000)
  await fillQueue('keyboard', reviews + 2)
  await expect
    .poll(() => countPending('payment_methods'), { timeout: 30_000 })
    .toBeGreaterThanOrEqual(reviews + 2)
  const atFirst = await countPending('payment_methods')
  await signIn(page, person('operator', 1))
  await page.goto('/queue?key=payment_methods')
  await expect(page.getByRole('link', { name: /payment/i }).first()).toBeVisible()
  await openFirst(page)

  await watchKeys(page, 'a')
  for (let done = 0; done < reviews; done++) {
    await expect(approve(page)).toBeEnabled()
    await page.keyboard.press('a')
    // The address changes before the next item stands there; until it does, keys decide nothing.
    await keysDone(page, done + 1)
  }
  const times = await keyTimes(page)
  expect(times).toHaveLength(reviews)
  console.log(`key → next item: ${figures(times)}`)

  // The page is ahead of the server: what it sent must have arrived before one counts on.
  const left = atFirst - reviews
  await expect.poll(() => countPending('payment_methods')).toBe(left)
  for (let i = 0; i < 40; i++) await page.keyboard.down('a')
  await page.keyboard.up('a')
  await page.waitForTimeout(1_500)
  expect(left - (await countPending('payment_methods'))).toBeLessThanOrEqual(1)
})

test('keys are dead while somebody types', async ({ page }) => {
  // One nobody has voted on or holds: what another test left behind would decide whether it may be edited.
  await fillQueue('typing', 1)
  const own = async () => (await pending('payment_methods')).find(({ scope }) => scope === 'typing-0')
  await expect.poll(own, { timeout: 30_000 }).toBeDefined()
  await signIn(page, person('operator', 1))
  await page.goto(`/queue/${(await own())!.id}`)
  await expect(page.getByRole('button', { name: 'Reject', exact: true })).toBeEnabled()
  await expect(page.getByText('Before it goes live')).toBeVisible()
  const before = page.url()
  await page.keyboard.press('e')
  const editor = page.getByRole('textbox').first()
  await expect(editor).toBeFocused()
  await page.keyboard.type('jar')
  await expect(page).toHaveURL(before)
  await expect(page.getByRole('button', { name: /Save & approve/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
})
