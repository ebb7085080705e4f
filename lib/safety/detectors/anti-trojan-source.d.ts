declare module 'anti-trojan-source' {
  export function hasConfusables(options: { sourceText: string }): boolean
}
