const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(?:e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** "Firefox on Windows": enough to know one's own device by; the rest is on hover. */
export function deviceWords(userAgent: string | null): { text: string; phone: boolean } {
  if (!userAgent) return { text: 'Unknown device', phone: false }
  const find = (words: [RegExp, string][]) => words.find(([pattern]) => pattern.test(userAgent))?.[1]
  const browser = find(browsers)
  const system = find(systems)
  const text = browser && system ? `${browser} on ${system}` : (browser ?? system ?? userAgent.slice(0, 40))
  return { text, phone: system === 'iOS' || system === 'Android' }
}
