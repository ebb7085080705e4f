import type { Page } from '@playwright/test'

/** Milliseconds from a key until another item has been painted, and until it may be decided. */
export type KeyTime = { painted: number; decidable: number }
type Watched = Window & { l0Times?: KeyTime[] }

/**
 * Watches a key in the page, per frame. The address changes before anything is drawn, so the item's own
 * place in the list ("3 of 32") tells which one stands there. Read the times with `keyTimes`.
 */
export async function watchKeys(page: Page, key: string): Promise<void> {
  await page.evaluate((watched) => {
    const times: KeyTime[] = []
    ;(window as Watched).l0Times = times
    const approve = () =>
      [...document.querySelectorAll('button')].find((one) => one.textContent?.startsWith('Approve'))
    const place = () =>
      [...document.querySelectorAll('footer span')].find((one) => /^[\d,]+ of [\d,]+$/.test(one.textContent))
        ?.textContent
    /** A frame's callbacks run before it is painted; a message sent by one arrives after. */
    const afterPaint = (work: () => void) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = work
      port2.postMessage(null)
    }
    const watch = (event: KeyboardEvent) => {
      if (event.key !== watched || event.repeat) return
      const placeBefore = place()
      const startedMs = performance.now()
      const from = location.pathname
      let painted = 0
      const look = () => {
        const now = place()
        const moved = location.pathname !== from && now !== undefined && now !== placeBefore
        if (moved && painted === 0) afterPaint(() => (painted ||= performance.now() - startedMs))
        if (painted > 0 && approve()?.disabled === false)
          times.push({ painted, decidable: performance.now() - startedMs })
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }
    document.addEventListener('keydown', watch, true)
  }, key)
}

/** In the order of the keys. */
export async function keyTimes(page: Page): Promise<KeyTime[]> {
  return page.evaluate(() => (window as Watched).l0Times ?? [])
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

/** The middle and the 95th percentile of both times, to be printed. */
export function figures(times: readonly KeyTime[]): string {
  const of = (name: keyof KeyTime) => {
    const values = times.map((time) => time[name])
    return `${name} p50 ${quantile(values, 0.5).toFixed(0)} ms, p95 ${quantile(values, 0.95).toFixed(0)} ms`
  }
  return `${of('painted')}; ${of('decidable')}`
}
