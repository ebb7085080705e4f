'use client'

import { Download } from 'lucide-react'
import { useState } from 'react'
import { leaveFor } from '@/components/data/leave'
import { Button } from '@/components/ui/button'
import { CheckboxLine } from '@/components/ui/checkbox'
import { CopyButton } from '@/components/ui/copy-button'
import { AuthHeading } from './auth-heading'

/** Shown once: only their hashes are kept. Going on needs a deliberate "saved". */
export function RecoveryCodes({ codes, next }: { codes: string[]; next: string }) {
  const [saved, setSaved] = useState(false)
  const text = codes.join('\n')
  return (
    <>
      <AuthHeading title="Save your recovery codes">
        Each opens your account once if you lose the device. They are not shown again.
      </AuthHeading>
      <ol className="grid grid-cols-1 gap-x-6 gap-y-1.5 rounded-lg border border-line bg-surface p-4 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code} className="break-all">
            {code}
          </li>
        ))}
      </ol>
      <div className="mt-3 flex gap-2">
        <CopyButton text={text} label="Copy all" />
        <Button size="sm" onClick={() => download(text)}>
          <Download aria-hidden />
          Download
        </Button>
      </div>
      <CheckboxLine checked={saved} onChange={setSaved} className="mt-6 mb-4">
        I have saved them somewhere safe.
      </CheckboxLine>
      <Button variant="primary" size="lg" disabled={!saved} onClick={() => leaveFor(next)}>
        Continue
      </Button>
    </>
  )
}

function download(text: string) {
  const url = URL.createObjectURL(new Blob([`L0 Cache recovery codes\n\n${text}\n`], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'l0-cache-recovery-codes.txt'
  link.click()
  URL.revokeObjectURL(url)
}
