'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { WordDiff } from '@/components/ui/word-diff'

type ChangedBannerProps = { seen: string; now: string; onAccept: () => void }

/** Somebody changed the text while it was open: nothing is decided about words that were not read. */
export function ChangedBanner({ seen, now, onAccept }: ChangedBannerProps) {
  const [open, setOpen] = useState(false)
  return (
    <Callout
      tone="warn"
      role="alert"
      title="Changed since you looked"
      className="mb-5"
      action={
        <span className="flex gap-2">
          {!open && (
            <Button size="sm" onClick={() => setOpen(true)}>
              Show changes
            </Button>
          )}
          <Button size="sm" variant="primary" onClick={onAccept}>
            Go on with the new text
          </Button>
        </span>
      }
    >
      {open ? (
        <WordDiff before={seen} after={now} className="mt-2" />
      ) : (
        'Deciding is paused until you have seen the new text.'
      )}
    </Callout>
  )
}
