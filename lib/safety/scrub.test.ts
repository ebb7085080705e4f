import { describe, expect, it } from 'vitest'
import { defaultSafetyPolicy } from './schema'
import { scrub } from './scrub'

const policy = {
  ...defaultSafetyPolicy,
  allowed_emails: ['@shop.example'],
  allowed_phones: ['+18005550199'],
}

describe('scrub', () => {
  it('takes structured personal data out of what people write', () => {
    expect(scrub('Ask ana@gmail.com, card 4111 1111 1111 1111, SSN 219-09-9999.', policy)).toBe(
      'Ask {{email}}, card {{card}}, SSN {{ssn}}.',
    )
  })

  it('leaves what the workspace prints on purpose, names and addresses', () => {
    const text = 'Write to help@shop.example or call +1 800 555 0199. Mr. Smith, 12 Main Street, helps.'
    expect(scrub(text, policy)).toBe(text)
    expect(scrub(text)).toBe('Write to {{email}} or call {{phone}}. Mr. Smith, 12 Main Street, helps.')
  })

  it('changes nothing the second time', () => {
    const once = scrub('ana@gmail.com and {{order_id}}', policy)
    expect(scrub(once, policy)).toBe(once)
    expect(once).toBe('{{email}} and {{order_id}}')
  })
})
