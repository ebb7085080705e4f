'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Dialog } from '@/components/ui/dialog'
import { remindToKeep, SecretOnce } from '../secret-once'

/** Recovery codes, shown this once. */
export function CodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const client = useQueryClient()
  return (
    <Dialog open onOpenChange={remindToKeep} title="Save your recovery codes" width="md">
      <SecretOnce
        label="Recovery codes"
        secret={codes.join('\n')}
        note="Each opens your account once if you lose the device. The ones before no longer work, and these are not shown again."
        onDone={() => {
          void client.invalidateQueries({ queryKey: ['settings'] })
          onClose()
        }}
      />
    </Dialog>
  )
}
