'use client'

import { TriangleAlert } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { CheckboxLine } from '@/components/ui/checkbox'
import { CopyButton } from '@/components/ui/copy-button'
import { toast } from 'sonner'

/** For a dialog that somebody tries to close while the only copy is in it. */
export function remindToKeep(): void {
  toast('Keep it first', { description: 'It cannot be shown again. Tick the box, then press “Done”.' })
}

type SecretOnceProps = { label: string; secret: string; note: ReactNode; onDone: () => void }

/** A secret that is shown this one time. Leaving needs a deliberate "kept". */
export function SecretOnce({ label, secret, note, onDone }: SecretOnceProps) {
  const [kept, setKept] = useState(false)
  return (
    <div className="flex flex-col gap-4">
      <p className="flex gap-2.5 text-base text-ink-2">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn-text" />
        <span>{note}</span>
      </p>
      <div className="flex items-center gap-2 rounded-lg border border-line bg-sunken py-2 pr-2 pl-3">
        <code aria-label={label} className="min-w-0 flex-1 font-mono text-sm break-all select-all">
          {secret}
        </code>
        <CopyButton text={secret} label="Copy" />
      </div>
      <CheckboxLine checked={kept} onChange={setKept}>
        I have put it where it belongs.
      </CheckboxLine>
      <div className="flex justify-end">
        <Button variant="primary" disabled={!kept} onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  )
}
