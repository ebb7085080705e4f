import { execFileSync } from 'node:child_process'
import { expect, test, type Page } from '@playwright/test'
import { freshCode, person } from './support/demo'
import { emptyWorkspace } from './support/empty-workspace'

async function fits(page: Page): Promise<void> {
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(over).toBeLessThanOrEqual(1)
}

test('an admin comes from an empty workspace to the first answered request, on a phone and by keyboard', async ({
  page,
}) => {
  const admin = person('admin')
  await emptyWorkspace(admin.email)
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(admin.email)
  await page.getByLabel('Password', { exact: true }).fill(admin.password)
  await page.keyboard.press('Enter')
  await page.getByLabel('Authentication code').fill(await freshCode(admin))
  await page.getByRole('button', { name: 'Verify' }).press('Enter')

  // Nothing was done in this workspace yet: the queue leads to the first steps.
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
  await page.getByRole('button', { name: 'Done', exact: true }).press('Enter')

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

  // Whoever signs in next finds the demo's workspace again.
  await page.getByRole('button', { name: /Harbour Books/ }).click()
  await page.getByRole('menuitemradio', { name: /Demo/ }).click()
  await expect(page.getByRole('button', { name: /Demo/ })).toBeVisible()
})
