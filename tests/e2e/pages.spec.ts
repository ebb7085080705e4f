import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { demo, lookUp, person, signIn } from './support/demo'

const themes = ['light', 'dark'] as const
const widths = { narrow: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } }

/** Every page of the console, with what must be on it. */
const pages = [
  { name: 'queue', path: '/queue' },
  { name: 'entries', path: '/entries' },
  { name: 'library', path: '/entries/library' },
  { name: 'audit', path: '/audit' },
  { name: 'analytics', path: '/analytics' },
  { name: 'normalizer', path: '/normalizer' },
  { name: 'intent', path: '/normalizer/intents/track_order' },
  { name: 'opportunity', path: '/normalizer/opportunity' },
  { name: 'welcome', path: '/welcome' },
  { name: 'settings-model', path: '/settings/model' },
  { name: 'settings-people', path: '/settings/people' },
  { name: 'settings-keys', path: '/settings/keys' },
  { name: 'settings-policy', path: '/settings/policy' },
  { name: 'settings-plan', path: '/settings/plan' },
  { name: 'settings-prices', path: '/settings/prices' },
  { name: 'settings-webhooks', path: '/settings/webhooks' },
  { name: 'settings-privacy', path: '/settings/privacy' },
  { name: 'settings-security', path: '/settings/security' },
  { name: 'settings-workspace', path: '/settings/workspace' },
]

async function inspect(page: Page, name: string): Promise<string[]> {
  const problems: string[] = []
  for (const [width, size] of Object.entries(widths)) {
    await page.setViewportSize(size)
    // Charts measure themselves a moment after the window.
    await page.waitForTimeout(250)
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.screenshot({
        path: `test-results/screens/${name}-${theme}-${width}.png`,
        fullPage: width === 'narrow',
      })
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      if (overflow > 1) problems.push(`${name} ${theme} ${width}: ${overflow}px wider than the window`)
      if (width === 'wide') problems.push(...(await breaches(page, `${name} ${theme}`, theme !== themes[0])))
    }
  }
  return problems
}

/** Serious breaches of axe's rules; of a theme seen after another only the colours are new. */
async function breaches(page: Page, where: string, coloursOnly: boolean): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  if (coloursOnly) axe.withRules('color-contrast')
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => {
      const targets = nodes.map((node) => node.target.join(' ')).slice(0, 3)
      return `${where}: ${impact} ${id} at ${targets.join(' | ')}`
    })
}

/** Nothing is on its way any more: no shape stands for what is to come. */
async function settled(page: Page) {
  await expect(page.getByRole('heading').first()).toBeVisible()
  await expect(page.locator('.animate-shimmer')).toHaveCount(0)
}

test('every page is accessible in both themes and fits wide and narrow windows', async ({ page }) => {
  test.setTimeout(600_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|hydrat/i.test(message.text()))
      errors.push(`${page.url()}: ${message.text()}`)
  })
  const problems: string[] = []
  await page.goto('/sign-in')
  problems.push(...(await inspect(page, 'sign-in')))
  await signIn(page, person('admin'))
  for (const { name, path } of pages) {
    await page.goto(path)
    await settled(page)
    problems.push(...(await inspect(page, name)))
  }
  const entry = (await lookUp('where is my order 55120')).entry!
  await page.goto(`/entries/${entry.id}`)
  await settled(page)
  problems.push(...(await inspect(page, 'entry')))
  await page.goto('/queue')
  await page
    .getByRole('link', { name: /refund/i })
    .first()
    .click()
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeVisible()
  problems.push(...(await inspect(page, 'review')))
  expect(problems).toEqual([])
  expect(errors).toEqual([])
})

test('pages carry a strict policy and forbid framing', async ({ request }) => {
  const response = await request.get(`${demo().url}/sign-in`)
  const policy = response.headers()['content-security-policy'] ?? ''
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=-]+' 'strict-dynamic'/)
  expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(response.headers()['x-content-type-options']).toBe('nosniff')
  expect(response.headers()['x-powered-by']).toBeUndefined()
})
