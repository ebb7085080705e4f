import type { Page } from '@playwright/test'

type Watched = Window & { l0Times?: number[] }

/**
 * Watches a key in the page, per frame: from the key until another item stands there and may be decided.
 * The address changes before anything is drawn, so the item's own place in the list ("3 of 32") tells.
 * Read the times with `keyTimes`.
 */
export async function watchKeys(page: Page, key: string): Promise<void> {
  await page.evaluate((watched) => {
    const times: number[] = []
    ;(window as Watched).l0Times = times
    const approve = () =>
      [...document.querySelectorAll('button')].find((one) => one.textContent?.startsWith('Approve'))
    const place = () =>
      [...document.querySelectorAll('footer span')].find((one) => /^[\d,]+ of [\d,]+$/.test(one.textContent))
        ?.textContent
    const watch = (event: KeyboardEvent) => {
      if (event.key !== watched || event.repeat) return
      const placeBefore = place()
      const startedMs = performance.now()
      const from = location.pathname
      const look = () => {
        const now = place()
        const moved = location.pathname !== from && now !== undefined && now !== placeBefore
        if (moved && approve()?.disabled === false) times.push(performance.now() - startedMs)
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }
    document.addEventListener('keydown', watch, true)
  }, key)
}

/** Milliseconds, sorted. */
export async function keyTimes(page: Page): Promise<number[]> {
  const times = await page.evaluate(() => (window as Watched).l0Times ?? [])
  return times.sort((a, b) => a - b)
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}
