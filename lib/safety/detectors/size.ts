import { type Detector } from '../detector'

export const size: Detector = {
  id: 'size',
  version: 1,
  severity: 'block',
  detect(text, { policy }) {
    if (text.replace(/[\s\p{Cf}\p{Cc}]/gu, '') === '') {
      const message = 'There is no answer.'
      return [{ rule: 'empty', severity: 'block', message, start: 0, end: text.length, evidence: '' }]
    }
    const limit = policy.max_answer_chars
    if (text.length <= limit) return []
    const message = `The answer has ${text.length} characters; the workspace allows ${limit}.`
    return [{ rule: 'too_long', severity: 'block', message, start: limit, end: text.length, evidence: '' }]
  },
}
