import { execFileSync } from 'node:child_process'
import { expect, test, type Page } from '@playwright/test'
import { person, signIn } from './support/demo'

/** As the console itself calls the API. */
async function call(
  page: Page,
  method: string,
  path: string,
  body: unknown,
): Promise<Record<string, unknown>> {
  return page.evaluate(
    async ({ method, path, body }) => {
      const headers = { 'content-type': 'application/json', 'x-l0-csrf': '1' }
      const response = await fetch(path, { method, headers, body: JSON.stringify(body) })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return (await response.json()) as Record<string, unknown>
    },
    { method, path, body },
  )
}

async function fits(page: Page): Promise<void> {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(over).toBeLessThanOrEqual(1)
}

test('an admin comes from an empty workspace to the first answered request, on a phone and by keyboard', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const admin = person('admin')
  await signIn(page, admin)
  const { workspace: home } = (await page.request.get('/api/console/me').then((reply) => reply.json())) as {
    workspace: { id: string }
  }
  const slug = `first-${Date.now().toString(36)}`
  const made = await call(page, 'POST', '/api/console/workspaces', { name: 'Untitled', slug })
  await call(page, 'POST', '/api/console/me/workspace', { workspace_id: made.id })
  await page.setViewportSize({ width: 320, height: 700 })

  // Nothing was done in this workspace yet: the queue leads to the first steps.
  await page.goto('/queue')
  await expect(page).toHaveURL(/\/welcome$/)
  const name = page.getByLabel('Workspace name')
  await expect(name).toBeVisible()
  await name.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Harbour Books')
  await page.keyboard.press('Enter')

  // A model inside the network is not called; the deployment's own is taken.
  await expect(page.getByText('A demo model is at hand')).toBeVisible()
  await fits(page)
  await page.getByLabel('Address').fill('https://127.0.0.1:9')
  await page.getByLabel('API key').fill('sk-not-a-key-at-all')
  await page.keyboard.press('Enter')
  await expect(page.getByText('127.0.0.1 is not an address that may be called.')).toBeVisible()
  await page.getByRole('button', { name: 'Use the demo model' }).press('Enter')

  const hours = page.getByRole('checkbox', { name: 'When are you open?' })
  await expect(hours).toBeVisible()
  await fits(page)
  await hours.press('Space')
  await page.getByRole('checkbox', { name: 'Where is my order?' }).press('Space')
  await page.getByRole('button', { name: 'Create 2 intents' }).press('Enter')

  await page.getByRole('button', { name: 'Make the key' }).press('Enter')
  const key = (await page.getByLabel('API key', { exact: true }).textContent())!.trim()
  expect(key).toMatch(/^l0_/)
  await fits(page)
  await page.getByRole('checkbox', { name: 'I have put it where it belongs.' }).press('Space')
  await page.getByRole('button', { name: 'Done' }).press('Enter')

  await expect(page.getByText('Waiting for your first request through this key.')).toBeVisible()
  await page.getByRole('tab', { name: 'curl' }).focus()
  for (const language of ['TypeScript', 'Python', 'Go', 'Java']) {
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('region', { name: `First request, ${language}` })).toBeVisible()
    await fits(page)
  }
  await page.getByRole('tab', { name: 'curl' }).click()
  const shell = await page.getByRole('region', { name: 'Key for your shell' }).textContent()
  const curl = await page.getByRole('region', { name: 'First request, curl' }).textContent()
  expect(execFileSync('bash', ['-c', `${shell}\n${curl}`]).toString()).toMatch(/^x-l0-cache: miss/m)
  await expect(page.getByText('Arrived', { exact: true })).toBeVisible({ timeout: 5_000 })

  // All five are done, which the page says; afterwards nothing of it is left in the sidebar.
  await expect(page.getByText('It runs. What comes next')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('img', { name: 'Done:' })).toHaveCount(5)
  await page.getByRole('button', { name: 'Finish' }).press('Enter')
  await expect(page).toHaveURL(/\/queue$/)
  await page.setViewportSize({ width: 1280, height: 800 })
  await expect(page.getByRole('link', { name: /First steps/ })).toBeHidden()
  await call(page, 'POST', '/api/console/me/workspace', { workspace_id: home.id })
})
