'use client'

import { useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { api } from '@/components/data/api'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { ReleaseDetail, type ReleaseView } from '@/lib/normalization/releases/schema'

export function RevertDialog({ live, onClose }: { live: ReleaseView; onClose: () => void }) {
  const client = useQueryClient()
  return (
    <ConfirmDialog
      title={`Take release #${live.number} back?`}
      description="The release that was live before runs again, on every instance within a second."
      action="Go back"
      reason={{ label: 'Reason', min: 3 }}
      onClose={onClose}
      onConfirm={async (reason) => {
        const back = await api('POST', '/api/console/releases/revert', ReleaseDetail, { body: { reason } })
        await client.invalidateQueries({ queryKey: ['normalizer'] })
        toast.success(`Release #${back.number} is live again`)
      }}
    />
  )
}
