import type { Page } from '@playwright/test'

/** Milliseconds from a key until another item has been painted, and until it may be decided. */
export type KeyTime = { painted: number; decidable: number }
type Watched = Window & { l0Times?: KeyTime[]; l0Told?: () => void }

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
        if (painted > 0 && approve()?.disabled === false) {
          times.push({ painted, decidable: performance.now() - startedMs })
          ;(window as Watched).l0Told?.()
        } else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }
    document.addEventListener('keydown', watch, true)
  }, key)
}

/** When so many keys have led somewhere. The page says so itself: asking it again and again would slow what is measured. */
export async function keysDone(page: Page, count: number): Promise<void> {
  await page.evaluate(
    (wanted) =>
      new Promise<void>((resolve) => {
        const watched = window as Watched
        const told = () => void ((watched.l0Times?.length ?? 0) >= wanted && resolve())
        watched.l0Told = told
        told()
      }),
    count,
  )
}

/** In the order of the keys. */
export async function keyTimes(page: Page): Promise<KeyTime[]> {
  return page.evaluate(() => (window as Watched).l0Times ?? [])
}

/** The nearest rank: of 20 values, the 95th percentile is the 19th. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!
}

/** The middle and the 95th percentile of both times, to be printed. */
export function figures(times: readonly KeyTime[]): string {
  const of = (name: keyof KeyTime) => {
    const values = times.map((time) => time[name])
    return `${name} p50 ${quantile(values, 0.5).toFixed(0)} ms, p95 ${quantile(values, 0.95).toFixed(0)} ms`
  }
  return `${of('painted')}; ${of('decidable')}`
}
