'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import { z } from 'zod'
import { api } from '@/components/data/api'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { plural } from '@/components/ui/format'

const Reviewed = z.object({ people: z.number(), keys: z.number() })

/** Auditors ask when somebody last went through this list; the answer is an event of the log. */
export function ReviewAccessButton() {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>Record access review</Button>
      {asking && (
        <ConfirmDialog
          title="Have you gone through who has access?"
          description="Members with their roles and the live API keys are recorded as they are now. Change what is wrong first."
          action="Record the review"
          variant="primary"
          reason={{ label: 'Note (optional)', min: 0 }}
          onClose={() => setAsking(false)}
          onConfirm={async (note) => {
            const done = await api('POST', '/api/console/members/review', Reviewed, { body: { note } })
            toast.success(`Recorded: ${plural(done.people, 'member')}, ${plural(done.keys, 'API key')}`)
          }}
        />
      )}
    </>
  )
}
