'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { plural } from '@/components/ui/format'
import { AddedPhrasings, type IntentDetail, type PhrasingSource } from '@/lib/normalization/intents/schema'
import { intentQuery } from '../queries'

/** Adds phrasings and shows them at once; the reply's warnings are left to the caller. */
export function useAddPhrasings(intent: IntentDetail, source: PhrasingSource) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (texts: string[]) =>
      api('POST', `${apiPath('/api/console/intents', intent.id)}/phrasings`, AddedPhrasings, {
        body: { texts, source },
      }),
    onSuccess: ({ added }, texts) => {
      client.setQueryData<IntentDetail>(
        intentQuery(intent.key).queryKey,
        (was) => was && { ...was, phrasings: [...added, ...was.phrasings] },
      )
      const known = texts.length - added.length
      if (added.length > 0) toast.success(`${plural(added.length, 'phrasing')} added`)
      if (known > 0) toast(`${plural(known, 'phrasing')} known already`)
    },
  })
}
