'use client'

import { Ban, LibraryBig, RotateCcw, ShieldAlert } from 'lucide-react'
import { useState } from 'react'
import { ShareDialog } from '@/components/library/share-dialog'
import { useMay } from '@/components/shell/me'
import { Button } from '@/components/ui/button'
import type { Entry } from '@/lib/entries/schema'
import { StateDialog, type StateChange } from './state-dialog'

/** Stop serving, or serve again. Stopping is the safe direction and needs one person. */
export function EntryActions({ entry }: { entry: Entry }) {
  const [change, setChange] = useState<StateChange | null>(null)
  const mayQuarantine = useMay('entry.quarantine')
  const mayDisable = useMay('entry.disable')
  const mayRestore = useMay('entry.rollback')
  const mayShare = useMay('policy.manage')
  const [sharing, setSharing] = useState(false)
  return (
    <>
      {entry.state === 'active' && mayQuarantine && (
        <Button onClick={() => setChange('quarantine')}>
          <ShieldAlert aria-hidden />
          Quarantine
        </Button>
      )}
      {entry.state !== 'active' && mayRestore && (
        <Button variant="primary" onClick={() => setChange('restore')}>
          <RotateCcw aria-hidden />
          Restore
        </Button>
      )}
      {entry.state !== 'disabled' && mayDisable && (
        <Button variant="danger-quiet" onClick={() => setChange('disable')}>
          <Ban aria-hidden />
          Disable
        </Button>
      )}
      {entry.state === 'active' && entry.scope === 'default' && mayShare && (
        <Button variant="quiet" onClick={() => setSharing(true)}>
          <LibraryBig aria-hidden />
          Share
        </Button>
      )}
      {sharing && <ShareDialog entry={entry} onClose={() => setSharing(false)} />}
      {change && <StateDialog entry={entry} change={change} onClose={() => setChange(null)} />}
    </>
  )
}
