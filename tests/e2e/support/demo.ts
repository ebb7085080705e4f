import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { generate } from 'otplib'

export type DemoUser = { email: string; password: string; totp_secret: string; role: string }
export type Demo = { url: string; api_key: string; review_key: string; users: DemoUser[] }

/** What `npm start` wrote for people who try the demo. */
export function demo(): Demo {
  return JSON.parse(readFileSync(path.join(process.env.L0_E2E_STATE!, 'demo.json'), 'utf8')) as Demo
}

export function person(role: string, nth = 0): DemoUser {
  const found = demo().users.filter((user) => user.role === role)[nth]
  if (!found) throw new Error(`The demo has no ${role} number ${nth + 1}.`)
  return found
}

const lastStep = new Map<string, number>()

/** A code whose time step was not used yet: each works once, so the next one may have to be waited for. */
export async function freshCode(user: DemoUser): Promise<string> {
  for (;;) {
    const step = Math.floor(Date.now() / 30_000)
    if (step > (lastStep.get(user.email) ?? 0)) {
      lastStep.set(user.email, step)
      return generate({ secret: user.totp_secret })
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

export async function signIn(page: Page, user: DemoUser): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(user.email)
  await page.getByLabel('Password', { exact: true }).fill(user.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/mfa/)
  await page.getByLabel('Authentication code').fill(await freshCode(user))
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page).toHaveURL(/\/queue/)
}

export type LookupAnswer = {
  status: string
  reason?: string
  answer?: string
  key: string | null
  hit_id?: string
  entry?: { id: string; version: number }
}

export async function lookUp(query: string): Promise<LookupAnswer> {
  const { url, api_key } = demo()
  const response = await fetch(`${url}/api/v1/lookup`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api_key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return (await response.json()) as LookupAnswer
}
