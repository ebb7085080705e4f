import { expect, test, type Page } from '@playwright/test'
import { freshCode, person } from './support/demo'

/** The provider's own pages: who one is, then that the product may know it. */
async function signInAtProvider(page: Page, login: string): Promise<void> {
  await page.getByRole('button', { name: 'Continue with single sign-on' }).click()
  await page.getByPlaceholder('Enter any login').fill(login)
  await page.getByPlaceholder('and password').fill('anything')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

test('the identity provider stands in for the password, never for the second factor', async ({ page }) => {
  await page.goto('/sign-in?next=/entries')
  await page.screenshot({ path: 'test-results/screens/sign-in-single-sign-on.png' })
  await signInAtProvider(page, 'oscar')
  await expect(page).toHaveURL(/\/mfa/)
  expect((await page.request.get('/api/v1/proposals')).status()).toBe(403)
  await page.getByLabel('Authentication code').fill(await freshCode(person('operator', 1)))
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page).toHaveURL(/\/entries/)
})

test('whom the provider knows and no workspace has, is told so', async ({ page }) => {
  await page.goto('/sign-in')
  await signInAtProvider(page, 'stranger')
  await expect(page).toHaveURL(/\/sign-in/)
  await expect(page.getByText('no member here has that address', { exact: false })).toBeVisible()
})
