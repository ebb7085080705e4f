/**
 * A model's name without what only dates or numbers a release: `claude-sonnet-4-5-20250929` and
 * `us.anthropic.claude-3-5-sonnet-latest` are `claude-sonnet`, `gpt-4.1-mini` is `gpt-mini`, `gpt-4o` stays.
 */
export function modelFamily(model: string): string {
  const name = model
    .toLowerCase()
    .trim()
    .split('/')
    .at(-1)!
    .replace(/^(?:[a-z]+\.)+/, '')
  const kept = name
    .split(/[-_:@ ]+/)
    .filter(
      (part) => part !== '' && part !== 'latest' && part !== 'preview' && !/^v?\d+(?:\.\d+)*$/.test(part),
    )
  return kept.join('-') || name
}
