import { expect, type Page } from '@playwright/test'

/** Chooses a row of the queue with a key. It is pressed again until the page is alive: a list is seen before keys work. */
export async function chooseFirst(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('j')
    await expect(page.locator('a[data-row]:focus')).toBeVisible({ timeout: 50 })
  }).toPass({ intervals: [20] })
}

/** And opens it. */
export async function openFirst(page: Page): Promise<void> {
  await chooseFirst(page)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/queue\/prop_/)
}
