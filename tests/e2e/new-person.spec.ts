import { expect, test } from '@playwright/test'
import { generate } from 'otplib'
import { person, signIn } from './support/demo'

test('an invited person joins, enrols a second factor, keeps recovery codes, works, and gets over a forgotten password', async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000)
  await signIn(page, person('admin'))
  await page.goto('/settings/people')
  await page.getByRole('button', { name: 'Invite a person' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill('nina@demo.local')
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  const link = (await dialog.getByLabel('Invitation link').textContent())!.trim()
  const path = link.slice(link.indexOf('/accept-invitation'))

  const context = await browser.newContext({ baseURL: new URL(page.url()).origin })
  const theirs = await context.newPage()
  await theirs.goto(path)
  await theirs.getByLabel('Name').fill('Nina New')
  await theirs.getByLabel('Password').fill('an uncommon sentence of mine')
  await theirs.getByRole('button', { name: 'Join' }).click()
  await expect(theirs).toHaveURL(/sign-in|mfa/)
  if (theirs.url().includes('sign-in')) {
    await theirs.getByLabel('Email').fill('nina@demo.local')
    await theirs.getByLabel('Password', { exact: true }).fill('an uncommon sentence of mine')
    await theirs.getByRole('button', { name: 'Sign in' }).click()
  }
  await expect(theirs.getByAltText('QR code for your authenticator app')).toBeVisible()
  // Without a second factor nothing else opens.
  const locked = await theirs.request.get('/api/v1/proposals')
  expect(locked.status()).toBe(403)
  await theirs.getByText('Can’t scan?').click()
  const secret = (await theirs.locator('code').first().textContent())!.trim()
  await theirs.getByLabel('Authentication code').fill(await generate({ secret }))
  await theirs.getByRole('button', { name: 'Verify' }).click()
  await expect(theirs.getByText('Save your recovery codes')).toBeVisible()
  expect(await theirs.locator('ol li').count()).toBe(10)
  await theirs.getByLabel('I have saved them somewhere safe.').check()
  await theirs.getByRole('button', { name: 'Continue' }).click()
  await expect(theirs).toHaveURL(/\/queue/)
  expect((await theirs.request.get('/api/v1/proposals')).status()).toBe(200)

  // The link worked once.
  const again = await browser.newContext({ baseURL: new URL(page.url()).origin })
  const other = await again.newPage()
  await other.goto(path)
  await expect(other.getByRole('button', { name: 'Join' })).toBeHidden()

  await page.reload()
  const row = page.getByRole('row').filter({ hasText: 'nina@demo.local' })
  await row.getByRole('button', { name: 'Actions for Nina New' }).click()
  await page.getByRole('menuitem', { name: /password/ }).click()
  await dialog.getByLabel('Reason').fill('She called from the number we have.')
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  const resetLink = (await dialog.getByLabel('Password link').textContent())!.trim()
  await other.goto(resetLink.slice(resetLink.indexOf('/reset-password')))
  await expect(other.getByText('For nina@demo.local.', { exact: false })).toBeVisible()
  await other.getByLabel('New password').fill('another quite uncommon sentence')
  await other.getByRole('button', { name: 'Set password' }).click()
  await expect(other.getByText('Your password is changed.', { exact: false })).toBeVisible()
  // Whoever was signed in with the old one is not any more.
  expect((await theirs.request.get('/api/v1/proposals')).status()).toBe(401)
  await other.getByLabel('Email').fill('nina@demo.local')
  await other.getByLabel('Password', { exact: true }).fill('another quite uncommon sentence')
  await other.getByRole('button', { name: 'Sign in' }).click()
  await expect(other).toHaveURL(/\/mfa/)
  await context.close()
  await again.close()
})
