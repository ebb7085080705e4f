import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { changeOnboarding, readOnboarding } from '@/lib/workspaces/onboarding/onboard'
import { ChangeOnboarding, OnboardingState } from '@/lib/workspaces/onboarding/schema'

const path = '/api/console/onboarding'
const access = { by: 'session', permission: 'policy.manage', stepUp: false } as const

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'How far the workspace’s first steps have come, and whether its first request has arrived',
    access,
    response: OnboardingState,
  },
  ({ app, principal }) => readOnboarding(app.onboarding, principal),
)

export const PATCH = route(
  {
    method: 'PATCH',
    path,
    summary: 'Mark one of the first steps, or put them away',
    access,
    body: ChangeOnboarding,
    response: OnboardingState,
  },
  ({ app, call, principal, body }) => changeOnboarding(app.onboarding, principal, body, requestOrigin(call)),
)
