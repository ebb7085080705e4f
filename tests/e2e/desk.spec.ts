import { readFileSync } from 'node:fs'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { demo, person, signIn } from './support/demo'

/** What reviewers do around decisions. One sign-in a person for all of it: codes work once. */
test.describe.configure({ mode: 'serial' })

let contexts: BrowserContext[] = []
let admin: Page
let operator: Page

test.beforeAll(async ({ browser, baseURL }) => {
  const open = async (role: string) => {
    const context = await browser.newContext({ baseURL, reducedMotion: 'reduce' })
    contexts.push(context)
    const page = await context.newPage()
    await signIn(page, person(role))
    return page
  }
  contexts = []
  admin = await open('admin')
  operator = await open('operator')
})
test.afterAll(() => Promise.all(contexts.map((context) => context.close())))

const toast = (page: Page, text: string | RegExp) =>
  page.locator('[data-sonner-toast]').filter({ hasText: text })
const row = (page: Page, scope: string) =>
  page.getByRole('checkbox', { name: `Select desk_question in ${scope}` })
const approve = (page: Page) => page.getByRole('button', { name: 'Approve', exact: true })

const file = [
  'key,scope,answer',
  ...['one', 'two', 'three', 'four'].map(
    (scope) => `desk_question,${scope},"You find ${scope} on your orders page."`,
  ),
  'desk_claim,default,"We have refunded your order already."',
  'Not a key,default,"This line cannot be read."',
].join('\n')

test('an imported file lands in the queue, line by line; what cannot be read is named', async () => {
  await admin.goto('/entries')
  await admin.getByRole('button', { name: 'Import' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'answers.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog.getByText('5 proposals added to the queue')).toBeVisible()
  await expect(dialog.getByText('line 7')).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await operator.goto('/queue?key=desk_question')
  await expect(row(operator, 'four')).toBeVisible()
})

test('live answers are exported as CSV and as JSON lines', async () => {
  for (const [kind, check] of [
    ['CSV', (text: string) => expect(text.split('\n')[0]).toContain('key')],
    ['JSON lines', (text: string) => expect(JSON.parse(text.split('\n')[0]!)).toHaveProperty('answer')],
  ] as const) {
    await admin.getByRole('button', { name: 'Export' }).click()
    const download = admin.waitForEvent('download')
    await admin.getByRole('menuitem', { name: kind }).click()
    const text = readFileSync(await (await download).path(), 'utf8')
    check(text)
    expect(text).toContain('track_order')
    // What was imported is not live: nobody approved it.
    expect(text).not.toContain('desk_question')
  }
})

test('several are assigned at once, and then stand under "Mine"', async () => {
  await row(operator, 'one').click()
  await row(operator, 'two').click()
  const bar = operator.getByRole('toolbar', { name: 'Selected proposals' })
  await expect(bar.getByText('2 selected')).toBeVisible()
  await bar.getByRole('button', { name: 'Assign' }).click()
  await operator.getByRole('menuitem', { name: 'Me' }).click()
  await expect(toast(operator, '2 proposals assigned')).toBeVisible()
  await operator.getByRole('button', { name: 'Mine' }).click()
  await expect(row(operator, 'two')).toBeVisible()
  await expect(row(operator, 'three')).toBeHidden()
})

test('filters are kept under a name, come back, and can be forgotten', async () => {
  await operator.getByRole('button', { name: 'Views' }).click()
  const views = operator.getByRole('dialog', { name: 'Saved views' })
  await views.getByLabel('Name of the view').fill('My desk')
  await views.getByRole('button', { name: 'Save' }).click()
  await expect(views.getByRole('button', { name: 'My desk', exact: true })).toBeVisible()
  await operator.keyboard.press('Escape')
  await operator.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(operator).not.toHaveURL(/mine/)
  await operator.getByRole('button', { name: 'Views' }).click()
  await views.getByRole('button', { name: 'My desk', exact: true }).click()
  await expect(operator).toHaveURL(/key=desk_question&mine=1/)
  await expect(row(operator, 'two')).toBeVisible()
  await operator.getByRole('button', { name: 'Views' }).click()
  await views.getByRole('button', { name: 'Delete view My desk' }).click()
  await expect(views.getByText('No views yet.', { exact: false })).toBeVisible()
  await operator.keyboard.press('Escape')
})

test('a filter is chosen with the pointer or with keys, though its list is loaded only then', async () => {
  await operator.goto('/queue')
  await operator.getByRole('combobox', { name: 'Risk' }).click()
  await operator.getByRole('option', { name: 'High risk' }).click()
  await expect(operator).toHaveURL(/risk=high/)
  await operator.getByRole('combobox', { name: 'Age' }).focus()
  await operator.keyboard.press('ArrowDown')
  await expect(operator.getByRole('option', { name: 'Over 24 h' })).toBeVisible()
  await operator.keyboard.press('Escape')
  await operator.getByRole('button', { name: /^Account of/ }).click()
  await expect(operator.getByRole('menuitem', { name: 'Sign out' })).toBeVisible()
  await operator.keyboard.press('Escape')
})

test('several are rejected at once with one reason; what a colleague is reviewing is left alone', async () => {
  await operator.goto('/queue?key=desk_question')
  await expect(row(operator, 'three')).toBeVisible()
  // Somebody else opens one of them after the list was read.
  await admin.goto('/queue?key=desk_question')
  await admin.getByRole('link', { name: 'desk_question in scope three' }).click()
  await expect(admin.getByRole('button', { name: 'Reject', exact: true })).toBeEnabled()
  await operator.getByRole('checkbox', { name: 'Select all 4 of desk_question' }).click()
  await operator.getByRole('button', { name: 'Reject…' }).click()
  const dialog = operator.getByRole('dialog')
  await dialog.getByLabel('Outdated').check()
  await dialog.getByLabel('Explanation').fill('Moved to the help pages')
  await dialog.getByRole('button', { name: 'Reject proposal' }).click()
  await expect(toast(operator, '3 proposals rejected, 1 not')).toBeVisible()
  await expect(operator.getByRole('link', { name: /desk_question/ })).toHaveCount(1)
  await operator.goto('/queue?tab=decided&outcome=rejected&key=desk_question')
  await expect(operator.getByRole('link', { name: /desk_question/ })).toHaveCount(3)
})

test('a grave finding stops the approval until it is acknowledged with a reason', async () => {
  await operator.goto('/queue?key=desk_claim')
  await operator
    .getByRole('link', { name: /desk_claim/ })
    .first()
    .click()
  await expect(operator.getByRole('button', { name: 'Reject', exact: true })).toBeEnabled()
  await expect(approve(operator)).toBeDisabled()
  await operator.getByRole('button', { name: 'Acknowledge…' }).click()
  await operator.getByLabel('Why tone.overpromise is acceptable here').fill('Only asked after the refund')
  await operator.getByRole('button', { name: 'Acknowledge', exact: true }).click()
  await expect(operator.getByText('Acknowledged: Only asked after the refund')).toBeVisible()
  await expect(approve(operator)).toBeEnabled()
})

test('a mention reaches the person it names', async () => {
  await operator.getByLabel('Comment', { exact: true }).fill('Is this still right, @adm')
  await operator.getByRole('list', { name: 'People to mention' }).getByRole('button').first().click()
  await operator.getByLabel('Comment', { exact: true }).press('End')
  await operator.keyboard.type('? Thanks.')
  await operator.getByRole('button', { name: 'Comment', exact: true }).click()
  await expect(operator.getByText('Is this still right,', { exact: false })).toBeVisible()
  const at = operator.url()
  await admin.goto('/queue')
  await admin.getByRole('button', { name: /Notifications, \d+ unread/ }).click()
  await admin
    .getByRole('link', { name: /mention/i })
    .first()
    .click()
  await expect(admin).toHaveURL(at)
  await expect(admin.getByText('Is this still right,', { exact: false })).toBeVisible()
})

test('text that changed while it was open is shown before anything can be decided', async () => {
  await operator.goto('/queue?key=get_refund')
  await operator
    .getByRole('link', { name: /get_refund/ })
    .first()
    .click()
  await expect(operator.getByRole('button', { name: 'Reject', exact: true })).toBeEnabled()
  const id = operator.url().split('/').at(-1)!
  const proposal = await asked('GET', `/api/v1/proposals/${id}`)
  // High risk: the edit of a program is kept, and waits for people.
  const answer = `${String(proposal.answer)} Ask us when it takes longer.`
  const body = { decision: 'approve', content_hash: proposal.content_hash, answer }
  await asked('POST', `/api/v1/proposals/${id}/decision`, body)
  const banner = operator.getByRole('alert').filter({ hasText: 'Changed since you looked' })
  await expect(banner).toBeVisible({ timeout: 15_000 })
  await expect(approve(operator)).toBeDisabled()
  await banner.getByRole('button', { name: 'Show changes' }).click()
  await expect(banner.getByText('Ask us when it takes longer.')).toBeVisible()
  await banner.getByRole('button', { name: 'Go on with the new text' }).click()
  await expect(banner).toBeHidden()
  await expect(approve(operator)).toBeEnabled()
})

async function asked(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const { url, review_key } = demo()
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${review_key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect(response.ok).toBe(true)
  return (await response.json()) as Record<string, unknown>
}

test('where the policy wants it, approving high risk asks for a passkey’s proof of this text', async () => {
  const authenticator = await operator.context().newCDPSession(operator)
  await authenticator.send('WebAuthn.enable')
  await authenticator.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const at = operator.url()
  await wantPasskeys(true)
  try {
    await operator.goto(at)
    await expect(operator.getByText('Approving asks for your passkey', { exact: false })).toBeVisible()
    await expect(approve(operator)).toBeEnabled()
    await operator.keyboard.press('a')
    const dialog = operator.getByRole('dialog', { name: 'Confirm with your passkey' })
    await dialog.getByRole('button', { name: 'Use passkey' }).click()
    await expect(dialog.getByText('You have no passkey here yet.')).toBeVisible()
    await dialog.getByRole('link', { name: 'Add a passkey' }).click()
    await operator.getByRole('button', { name: 'Add a passkey' }).click()
    await operator.getByLabel('Name').fill('Test key')
    await operator.getByRole('button', { name: 'Continue' }).click()
    await expect(toast(operator, 'The passkey was added')).toBeVisible()

    await operator.goto(at)
    await expect(approve(operator)).toBeEnabled()
    await operator.keyboard.press('a')
    await expect(dialog).toBeVisible()
    expect(operator.url()).toBe(at)
    await operator.keyboard.press('Enter')
    await expect(operator.getByRole('status').filter({ hasText: /Approved\s*get_refund/ })).toBeVisible()
    await expect(operator).not.toHaveURL(at)
    const { decisions } = await asked('GET', `/api/v1/proposals/${at.split('/').at(-1)!}`)
    // A program that has not voted sees no votes; that there is one, the person's own page says.
    expect(decisions).toEqual([])
    await operator.goto(at)
    await expect(operator.getByText('You have approved it; somebody else must too.').first()).toBeVisible()
  } finally {
    await wantPasskeys(false)
  }
})

async function wantPasskeys(on: boolean): Promise<void> {
  const status = await admin.evaluate(async (passkey_for_high_risk) => {
    const headers = { 'content-type': 'application/json', 'x-l0-csrf': '1' }
    const body = JSON.stringify({ policy: { passkey_for_high_risk } })
    return (await fetch('/api/console/policy', { method: 'PUT', headers, body })).status
  }, on)
  expect(status).toBe(200)
}
