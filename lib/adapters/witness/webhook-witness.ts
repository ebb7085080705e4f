import { createHmac } from 'node:crypto'
import type { Witness } from '@/lib/audit/ports'

const deadlineMs = 10_000

/**
 * Sends checkpoints to somebody else: JSON with `x-l0-signature: sha256=<hex HMAC of the body>`.
 * Throws when the answer is not 2xx; the signer names the witness that failed and goes on.
 */
export function webhookWitness(url: string, key: Buffer): Witness {
  return {
    name: 'webhook',
    async publish(statement) {
      const body = JSON.stringify(statement)
      const signature = createHmac('sha256', key).update(body).digest('hex')
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-l0-signature': `sha256=${signature}` },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(deadlineMs),
      })
      if (!response.ok) throw new Error(`The witness answered ${response.status}.`)
    },
  }
}
