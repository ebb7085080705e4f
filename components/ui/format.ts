const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** "45 s", "12 min", "5 h", "3 d", "4 mo": the largest unit that says enough. */
export function durationWords(ms: number): string {
  if (ms < minute) return `${Math.max(1, Math.round(ms / 1_000))} s`
  if (ms < 90 * minute) return `${Math.round(ms / minute)} min`
  if (ms < 2 * day) return `${Math.round(ms / hour)} h`
  if (ms < 60 * day) return `${Math.round(ms / day)} d`
  if (ms < 730 * day) return `${Math.round(ms / (30 * day))} mo`
  return `${Math.round(ms / (365 * day))} y`
}

/** US dollars with as many digits as the size deserves: $0.0001, $3.20, $1,204. */
export function usd(amount: number): string {
  const size = Math.abs(amount)
  const digits = size === 0 || size >= 100 ? 0 : size >= 0.1 ? 2 : 4
  return amount.toLocaleString('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

/** 12,345 → "12.3k". */
export function compactNumber(value: number): string {
  return value.toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 1 })
}

/** A share as a percentage: 0.0123 → "1.2 %". */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`
}

/** `cancel_order` → "Cancel order": for headings; the key itself stays visible in mono. */
export function keyTitle(key: string): string {
  const words = key.replace(/[_:.-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
