'use client'

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Gavel } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { useKeys } from '@/components/shell/keys'
import { useMay } from '@/components/shell/me'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { LoadMore } from '@/components/ui/pagination'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Tabs } from '@/components/ui/tabs'
import { JudgeResult, type HitOpinion, type Judgement } from '@/lib/normalization/judgements/schema'
import { judgementsQuery, judgementSummaryQuery } from '../queries'
import { BoundsCard } from './bounds-card'
import { JudgementItem } from './judgement-item'

type State = 'waiting' | 'judged' | 'wrong'

/** Served answers, sampled: was each right? `c` and `w` judge, arrows move. */
export function JudgementsView() {
  const [state, setState] = useState<State>('waiting')
  const summary = useQuery(judgementSummaryQuery())
  const list = useInfiniteQuery(judgementsQuery({ state }))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_21rem]">
      <div className="order-2 flex min-w-0 flex-col gap-3 xl:order-1">
        <Tabs
          label="Judgements by state"
          value={state}
          onChange={setState}
          tabs={[
            { value: 'waiting', label: 'Waiting', count: summary.data?.waiting },
            { value: 'judged', label: 'Judged', count: summary.data?.judged },
            { value: 'wrong', label: 'Wrong', count: summary.data?.wrong },
          ]}
        />
        {list.isPending && <SkeletonRows rows={6} className="rounded-lg border border-line bg-surface" />}
        {list.isError && !list.data && (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} what="the judgements" />
        )}
        {list.data && items.length === 0 && <NoJudgements state={state} />}
        {items.length > 0 && (
          <div className={list.isPlaceholderData ? 'opacity-60' : ''}>
            <JudgeList key={state} items={items} />
            <LoadMore
              shown={items.length}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </div>
        )}
      </div>
      <div className="order-1 min-w-0 xl:order-2">
        <BoundsCard query={summary} />
      </div>
    </div>
  )
}

function NoJudgements({ state }: { state: State }) {
  if (state !== 'waiting') {
    return (
      <EmptyState
        icon={Gavel}
        title={state === 'wrong' ? 'Nothing was judged wrong' : 'Nothing was judged yet'}
      >
        Verdicts stand here with who gave them.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={Gavel} title="Nothing waits for judgement">
      A share of hits is sampled for people to judge; the policy says how many. In shadow mode it is what
      would have been served.
    </EmptyState>
  )
}

function JudgeList({ items }: { items: readonly Judgement[] }) {
  const client = useQueryClient()
  const may = useMay('proposal.decide')
  const [active, setActive] = useState(0)
  /** Verdicts of this visit: the row stays where it is and says what was decided. */
  const [verdicts, setVerdicts] = useState<ReadonlyMap<string, boolean>>(new Map())
  /** Told with the verdict, never before it. */
  const [opinions, setOpinions] = useState<ReadonlyMap<string, HitOpinion>>(new Map())
  const judge = useMutation({
    mutationFn: ({ item, correct }: { item: Judgement; correct: boolean }) =>
      api('POST', apiPath('/api/console/judgements', item.id), JudgeResult, { body: { correct } }),
    onMutate: ({ item, correct }) => {
      const before = verdicts.get(item.id)
      setVerdicts((was) => new Map(was).set(item.id, correct))
      return { before }
    },
    onSuccess: ({ judgement, quarantined }) => {
      if (judgement.opinion) setOpinions((was) => new Map(was).set(judgement.id, judgement.opinion!))
      void client.invalidateQueries({ queryKey: judgementSummaryQuery().queryKey })
      if (quarantined) toast.warning('The entry was quarantined', { description: quarantined.reason })
    },
    onError: (error, { item }, context) => {
      setVerdicts((was) => {
        const next = new Map(was)
        if (context?.before === undefined) next.delete(item.id)
        else next.set(item.id, context.before)
        return next
      })
      toast.error('The verdict was not kept', { description: problemText(error) })
    },
  })
  const give = (index: number, correct: boolean) => {
    const item = items[index]
    if (!item || !may) return
    judge.mutate({ item, correct })
    const next = items.findIndex((one, at) => at > index && one.judged_at === null && !verdicts.has(one.id))
    if (next !== -1) move(next)
  }
  const move = (index: number) => {
    const at = Math.min(Math.max(index, 0), items.length - 1)
    setActive(at)
    document.querySelector<HTMLElement>(`[data-judgement="${at}"]`)?.focus()
  }
  useKeys((key) => {
    if (key === 'j' || key === 'ArrowDown') move(active + 1)
    else if (key === 'k' || key === 'ArrowUp') move(active - 1)
    else if (key === 'c') give(active, true)
    else if (key === 'w') give(active, false)
    else return false
    return true
  })
  return (
    <ol aria-label="Sampled hits" className="overflow-hidden rounded-lg border border-line bg-surface">
      {items.map((item, index) => (
        <JudgementItem
          key={item.id}
          item={item}
          index={index}
          active={index === active}
          verdict={verdicts.get(item.id) ?? item.correct}
          opinion={opinions.get(item.id) ?? item.opinion}
          may={may}
          onFocus={() => setActive(index)}
          onJudge={(correct) => give(index, correct)}
        />
      ))}
    </ol>
  )
}
