import type { EntityType } from '../schema'

/** A literal of each type that the entity readers take for that type, and that points at nobody. */
const literals: Record<Exclude<EntityType, 'custom'>, string> = {
  order_id: '#48213',
  tracking_number: '1Z999AA10123456784',
  invoice_id: 'INV-2041',
  email: 'someone@example.com',
  phone: '+1 202 555 0143',
  date: '2025-03-14',
  amount: '$20.00',
  card: '4111 1111 1111 1111',
  iban: 'DE89 3704 0044 0532 0130 00',
  url: 'https://example.com/page',
  number: '42',
}

const placeholder = /\{\{([a-z][a-z0-9_]*)\}\}/g

/**
 * A masked text as somebody could have typed it: stored traffic holds placeholders, and an intent that needs
 * an order id would take every replayed query for incomplete. Placeholders of custom slots stay as they are.
 */
export function fillPlaceholders(text: string): string {
  return text.replace(placeholder, (whole, name: string) => literals[name as keyof typeof literals] ?? whole)
}
