/**
 * Money is USD with eight decimals, on the wire, in the header and in the roll-ups alike. A number is
 * used for it only as the double next to such a decimal, which is exact up to ten million dollars, so that
 * sums agree to the last decimal as long as every sum is rounded like its parts.
 */
const unitsPerUsd = 1e8

export function roundUsd(usd: number): number {
  return Math.round(usd * unitsPerUsd) / unitsPerUsd
}

export function addUsd(a: number, b: number): number {
  return roundUsd(a + b)
}

/** As headers carry it: plain decimals, at most eight. */
export function formatUsd(usd: number): string {
  if (usd !== lastUsd) {
    lastText = usd.toFixed(8).replace(/0+$/, '').replace(/\.$/, '')
    lastUsd = usd
  }
  return lastText
}

// A hit's price is the same all day.
let lastUsd = NaN
let lastText = ''
