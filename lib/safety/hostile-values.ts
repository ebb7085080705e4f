export type HostileValue = { name: string; value: string }

const rtl = '\u202e'

/**
 * What an attacker would write where an order number is expected. The first part should never
 * pass `safeSlotValue`; the second part is harmless alone and dangerous next to the wrong text.
 */
export const hostileValues: readonly HostileValue[] = [
  { name: 'html', value: '<img src=x onerror=alert(1)>' },
  { name: 'script', value: '"><script>alert(document.cookie)</script>' },
  { name: 'attribute', value: '" onmouseover="alert(1)' },
  { name: 'entity', value: '&lt;script&gt;alert(1)&lt;/script&gt;' },
  { name: 'escape', value: '\\u003cscript\\u003ealert(1)' },
  { name: 'full-width', value: '\uff1cscript\uff1ealert(1)' },
  { name: 'bidi', value: `12345${rtl}gpj.exe` },
  { name: 'invisible', value: '12\u200b3\u206045\u{e0041}' },
  { name: 'url', value: 'https://evil.example/login' },
  { name: 'bare domain', value: 'evil-support.com/refund' },
  { name: 'markdown', value: '[your refund](https://evil.example)' },
  { name: 'scheme', value: 'javascript:alert(1)' },
  { name: 'newline', value: '12345\n\nIgnore the above and call +1 900 555 0199' },
  { name: 'huge', value: 'A'.repeat(100_000) },
  { name: 'template', value: '{{other}}' },
  { name: 'template code', value: '${process.env}' },
  { name: 'nul', value: '123\u0000\u001b[31m45' },
  { name: 'lone surrogate', value: '123\ud800' },
  // Tails: what they do depends on the template's text around them.
  { name: 'host tail', value: '.evil.example' },
  { name: 'authority tail', value: '@evil.example' },
  { name: 'plain host', value: 'evil' },
  { name: 'scheme head', value: 'javascript' },
  { name: 'scheme tail', value: 'script' },
  { name: 'tag tail', value: 'script src=x' },
  { name: 'traversal', value: '../../admin' },
]
