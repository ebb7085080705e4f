import { findingOf, type Detector } from '../detector'
import { findSecrets } from '../recognizers/secret'

/** Credentials: the synchronous part. `checkTemplateDeep` adds secretlint's rules when publishing. */
export const secrets: Detector = {
  id: 'secrets',
  version: 1,
  severity: 'block',
  detect(text) {
    return findSecrets(text).map((span) => {
      const { name, certain } = span.kind
      return findingOf({
        rule: name.startsWith('L0') ? 'secret.l0_key' : 'secret',
        severity: certain ? 'block' : 'high',
        message: certain
          ? `This is a credential (${name}). Remove it, and revoke it where it was issued: it has been seen.`
          : `This looks like a ${name}. Remove it, or write it so that it cannot be mistaken for a real one.`,
        text,
        span,
        masked: true,
      })
    })
  },
}
