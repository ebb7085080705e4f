import { spawn } from 'node:child_process'
import { expect, test, type Page } from '@playwright/test'
import pg from 'pg'
import { startPostgres } from '../../scripts/start/postgres'
import { freePort } from '../../scripts/start/processes'
import { State } from '../../scripts/start/state'
import { lookUp, person, signIn } from './support/demo'

test.describe.configure({ mode: 'serial' })

const password = 'a-password-nobody-may-see'
let port: number
let page: Page

test.beforeAll(async ({ browser }) => {
  port = await freePort()
  // The configuration goes through standard input: a password on the command line is public.
  const redis = spawn('redis-server', ['-'], { stdio: ['pipe', 'ignore', 'ignore'] })
  // Answers are deleted from it some seconds after the test, which nobody waits for.
  process.once('exit', () => redis.kill())
  redis.stdin!.end(`bind 127.0.0.1\nport ${port}\nrequirepass ${password}\nsave ""\n`)
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await signIn(page, person('admin'))
})
test.afterAll(async () => {
  await page.close()
  await onPlan('enterprise')
})

/** Whoever runs the deployment changes it, by `l0 plans set`; here without the seconds a command takes to start. */
async function onPlan(plan: string): Promise<void> {
  const { ownerUrl } = await startPostgres(new State(process.env.L0_E2E_STATE!))
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(`UPDATE workspace SET plan = $1 WHERE slug = 'demo'`, [plan]).finally(() => client.end())
}

test('a plan without it says which has it, and offers no address', async () => {
  await onPlan('plus')
  await page.goto('/settings/workspace')
  await expect(page.getByText('Not in this plan')).toBeVisible()
  await expect(page.getByText('Enterprise may bring its own.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'See the plan' })).toHaveAttribute('href', '/settings/plan')
  await expect(page.getByRole('button', { name: 'Use a Redis of your own' })).toHaveCount(0)
})

test('a wrong address is told at its field; the right one is used, never shows its password, and is removed', async () => {
  await onPlan('enterprise')
  await page.reload()
  await page.getByRole('button', { name: 'Use a Redis of your own' }).click()
  const dialog = page.getByRole('dialog', { name: 'Use a Redis of your own' })
  const address = dialog.getByLabel('Address')
  const use = dialog.getByRole('button', { name: 'Test and use' })
  await address.fill('redis.example.com')
  await use.click()
  await expect(address).toHaveAccessibleDescription(/Give an address such as rediss:/)
  await address.fill(`redis://:wrong@127.0.0.1:${port}`)
  await use.click()
  await expect(address).toHaveAccessibleDescription(/refused this user and password/)
  await expect(address).toHaveAttribute('aria-invalid', 'true')
  await address.fill(`redis://:${password}@127.0.0.1:${port}`)
  await use.click()
  await expect(dialog).toBeHidden()

  const host = page.getByText(`127.0.0.1:${port}`, { exact: true })
  await expect(host).toBeVisible()
  await expect(page.getByText('Connected', { exact: true })).toBeVisible()
  expect(await page.content()).not.toContain(password)
  expect(await (await page.request.get('/api/console/dedicated-store')).text()).not.toContain(password)
  expect((await lookUp('how long does delivery take')).status).toBe('hit')

  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  const sure = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await sure.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(host).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Use a Redis of your own' })).toBeVisible()
})
