import { queryOptions } from '@tanstack/react-query'
import { api } from '@/components/data/api'
import { ChangeOnboarding, OnboardingState } from '@/lib/workspaces/onboarding/schema'

const waitPollMs = 2_000

/** Polled only while the first request is waited for. */
export function onboardingQuery({ wait = false }: { wait?: boolean } = {}) {
  return queryOptions({
    queryKey: ['onboarding'],
    queryFn: ({ signal }) => api('GET', '/api/console/onboarding', OnboardingState, { signal }),
    staleTime: wait ? 0 : 60_000,
    refetchInterval: (query) => {
      const state = query.state.data
      return wait && state?.key && state.first_request_at === null ? waitPollMs : false
    },
  })
}

export function changeOnboarding(body: ChangeOnboarding): Promise<OnboardingState> {
  return api('PATCH', '/api/console/onboarding', OnboardingState, { body })
}
