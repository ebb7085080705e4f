'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { toast } from 'sonner'
import { problemText } from '@/components/data/problem'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { plural } from '@/components/ui/format'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { IntentDetail, PhrasingSuggestion } from '@/lib/normalization/intents/schema'
import { suggestionsQuery } from '../queries'
import { useAddPhrasings } from './use-add-phrasings'

const whyWords: Record<PhrasingSuggestion['why'], string> = {
  new_wording: 'new wording',
  near_the_boundary: 'nearly placed',
}

/** Recent questions that would teach the classifier most, if they belong here. */
export function SuggestionsCard({ intent }: { intent: IntentDetail }) {
  const query = useQuery(suggestionsQuery(intent.key))
  const items = query.data?.items ?? []
  return (
    <Card title="Suggestions" description="Recent questions that come closest. Add what belongs here." flush>
      {query.isPending && <SkeletonRows rows={3} />}
      {query.isError && !query.data && (
        <ErrorState
          error={query.error}
          onRetry={() => void query.refetch()}
          what="the suggestions"
          className="py-8"
        />
      )}
      {query.data && items.length === 0 && (
        <p className="px-4 pb-4 text-base text-ink-3">
          None: recent traffic holds nothing close to this intent.
        </p>
      )}
      {items.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {items.map((suggestion) => (
            <SuggestionRow key={suggestion.text} intent={intent} suggestion={suggestion} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function SuggestionRow({ intent, suggestion }: { intent: IntentDetail; suggestion: PhrasingSuggestion }) {
  const client = useQueryClient()
  const add = useAddPhrasings(intent, 'suggestion')
  const key = suggestionsQuery(intent.key).queryKey
  return (
    <li className="flex items-center gap-3 py-2 pr-3 pl-4">
      <span className="min-w-0 flex-1">
        <span className="block [overflow-wrap:anywhere]">{suggestion.text}</span>
        <span className="text-sm text-ink-3">asked {plural(suggestion.count, 'time')}</span>
      </span>
      <Badge tone={suggestion.why === 'near_the_boundary' ? 'accent' : 'neutral'} className="max-sm:hidden">
        {whyWords[suggestion.why]}
      </Badge>
      <Button
        size="sm"
        busy={add.isPending}
        aria-label={`Add “${suggestion.text}”`}
        onClick={() =>
          add.mutate([suggestion.text], {
            onSuccess: () =>
              client.setQueryData(
                key,
                (was) => was && { ...was, items: was.items.filter(({ text }) => text !== suggestion.text) },
              ),
            onError: (error) => toast.error('It was not added', { description: problemText(error) }),
          })
        }
      >
        <Plus aria-hidden />
        Add
      </Button>
    </li>
  )
}
