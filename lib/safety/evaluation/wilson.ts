/** Wilson's score interval at 95 % for `found` of `cases` (Wilson 1927); null without cases. */
export function wilson95(found: number, cases: number): [number, number] | null {
  if (cases === 0) return null
  const z = 1.959964
  const p = found / cases
  const scale = 1 + (z * z) / cases
  const middle = (p + (z * z) / (2 * cases)) / scale
  const half = (z * Math.sqrt((p * (1 - p)) / cases + (z * z) / (4 * cases * cases))) / scale
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}
