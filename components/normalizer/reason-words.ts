const words: Record<string, string> = {
  no_key: 'Not recognised',
  no_entry: 'No approved answer',
  low_confidence: 'Not certain enough',
  guarded: 'Held back by a guard',
  missing_entity: 'A needed value is missing',
  quarantined: 'Quarantined',
  cache_unavailable: 'Cache unavailable',
  shadow: 'Shadow mode',
  rollout: 'Outside the rollout',
}

/** A reason code in words; codes nobody wrote words for read as they are. */
export function reasonWords(reason: string): string {
  return words[reason] ?? (reason === '' ? '—' : sentence(reason))
}

function sentence(code: string): string {
  const text = code.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
