import type { AuthUnit } from './ports'
import type { KeyPrincipal } from './schema'

/** A valid key came from an address off its list: it may have leaked. */
export async function recordRefusedAddress(
  unit: AuthUnit,
  principal: KeyPrincipal,
  remote: string,
): Promise<void> {
  await unit.transact((tx) =>
    tx.audit(principal.workspace_id).append({
      type: 'access.denied',
      actor: { type: 'api_key', id: principal.key_id, label: principal.label },
      target: { type: 'api_key', id: principal.key_id, label: principal.label },
      reason: 'address not on the list of the key',
      personal: { address: remote.slice(0, 60) || 'unknown' },
    }),
  )
}
