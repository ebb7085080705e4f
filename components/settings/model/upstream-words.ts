import type { UpstreamProvider } from '@/lib/workspaces/upstream/schema'

export const providerWords: Record<UpstreamProvider, string> = {
  anthropic: 'Anthropic',
  openai: 'OpenAI-compatible',
}

/** A model that exists there, as an example of how they are named. */
export const exampleModels: Record<UpstreamProvider, string> = {
  anthropic: 'claude-haiku-4-5',
  openai: 'gpt-4.1-mini',
}

const environmentNames: Record<string, string> = {
  anthropic: 'Anthropic',
  openai: 'an OpenAI-compatible model',
  demo: 'the demo model',
}

/** "Anthropic, then the demo model", or null when the deployment has none. */
export function environmentWords(names: readonly string[]): string | null {
  return names.length === 0 ? null : names.map((name) => environmentNames[name] ?? name).join(' and ')
}

export function keyWords(hint: string): string {
  return hint === '' ? 'key kept' : `key ends in ${hint}`
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
