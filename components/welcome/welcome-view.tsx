'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { toast } from 'sonner'
import { problemText } from '@/components/data/problem'
import { useMay } from '@/components/shell/me'
import { NotForRole } from '@/components/shell/not-for-role'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { plural } from '@/components/ui/format'
import { Page, PageHeader } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'
import type { ChangeOnboarding, OnboardingState, OnboardingStep } from '@/lib/workspaces/onboarding/schema'
import { FinishCard } from './finish-card'
import { IntentsStep } from './intents-step'
import { KeyStep } from './key-step'
import { ModelStep } from './model-step'
import { NameStep } from './name-step'
import { changeOnboarding, onboardingQuery } from './queries'
import { RequestStep } from './request-step'
import { StepCard } from './step-card'

export function WelcomeView() {
  if (!useMay('policy.manage')) {
    return (
      <Page width="narrow">
        <NotForRole>The first steps are for admins.</NotForRole>
      </Page>
    )
  }
  return <Welcome />
}

function Welcome() {
  const query = useQuery(onboardingQuery({ wait: true }))
  return (
    <Page width="narrow">
      <PageHeader
        title="Welcome"
        description="Five steps from here to the first answer. Leave at any time: they wait in the sidebar."
      />
      {query.isPending && <Skeleton className="h-96 w-full" />}
      {query.isError && !query.data && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} what="the first steps" />
      )}
      {query.data && <Checklist state={query.data} />}
    </Page>
  )
}

function useChange() {
  const client = useQueryClient()
  return async (change: ChangeOnboarding) => {
    const next = await changeOnboarding(change)
    client.setQueryData(onboardingQuery().queryKey, next)
    return next
  }
}

const titles: Record<OnboardingStep, string> = {
  name: 'Name the workspace',
  model: 'Connect a model',
  intents: 'Choose first intents',
  key: 'Make an API key',
  request: 'Send a first request',
}

function Checklist({ state }: { state: OnboardingState }) {
  const change = useChange()
  const next = state.steps.find(({ done }) => !done)?.step ?? null
  const [open, setOpen] = useState<OnboardingStep | null>(next)
  const [secret, setSecret] = useState<string | null>(null)
  const { begun } = state
  useEffect(() => {
    // Whoever has seen this once is not led here again.
    if (!begun) void change({}).catch(() => undefined)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once
  }, [])
  const complete = async (step: OnboardingStep, what: ChangeOnboarding) => {
    const { steps } = await change(what)
    setOpen(steps.find(({ done, step: one }) => !done && one !== step)?.step ?? null)
  }
  const bodies: Record<OnboardingStep, React.ReactNode> = {
    name: <NameStep name={state.workspace_name} onDone={() => complete('name', { done: 'name' })} />,
    model: <ModelStep onDone={() => complete('model', { done: 'model' })} />,
    intents: <IntentsStep count={state.intents} onDone={() => complete('intents', { done: 'intents' })} />,
    key: (
      <KeyStep
        known={state.key}
        secret={secret}
        onMade={async ({ key, record }) => {
          await change({ key_id: record.id })
          setSecret(key)
        }}
        onDone={() => setOpen('request')}
      />
    ),
    request: <RequestStep secret={secret} hasKey={state.key !== null} arrivedAt={state.first_request_at} />,
  }
  const summaries: Record<OnboardingStep, string> = {
    name: state.workspace_name,
    model:
      state.upstreams > 0
        ? plural(state.upstreams, 'model of its own', 'models of its own')
        : 'As this deployment is set up',
    intents: plural(state.intents, 'intent'),
    key: state.key ? `${state.key.name}, ${state.key.prefix}…` : '',
    request: 'Arrived',
  }
  return (
    <>
      <ol className="flex flex-col gap-3" aria-label="First steps">
        {state.steps.map(({ step, done }, index) => (
          <StepCard
            key={step}
            number={index + 1}
            title={titles[step]}
            summary={summaries[step]}
            done={done}
            open={open === step}
            onToggle={() => setOpen(open === step ? null : step)}
          >
            {bodies[step]}
          </StepCard>
        ))}
      </ol>
      {next === null ? <FinishCard onFinish={() => change({ closed: 'finished' })} /> : <Dismiss />}
    </>
  )
}

function Dismiss() {
  const change = useChange()
  const router = useRouter()
  const dismiss = useMutation({
    mutationFn: () => change({ closed: 'dismissed' }),
    onSuccess: () => router.push('/queue'),
    onError: (error) => toast.error('They stay', { description: problemText(error) }),
  })
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <p className="text-sm text-ink-3">All of it is under Settings and Normalizer as well.</p>
      <Button variant="quiet" busy={dismiss.isPending} onClick={() => dismiss.mutate()}>
        Put this away
      </Button>
    </div>
  )
}
