import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { dropModelPrice, readModelPrices, setModelPrice } from '@/lib/usage/model-prices'
import { DropPrice, ModelPrices, SetPrice } from '@/lib/usage/model-prices-schema'

const path = '/api/console/prices'
const access = { by: 'session', permission: 'policy.manage' } as const

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'What models cost: the workspace’s own prices, and the list’s',
    access: { by: 'session', permission: 'view' },
    response: ModelPrices,
  },
  ({ app, principal }) => readModelPrices(app.analytics.prices, principal),
)

export const PUT = route(
  {
    method: 'PUT',
    path,
    summary: 'Set what a model costs from a moment on; what was counted keeps its price',
    access,
    body: SetPrice,
    response: ModelPrices,
  },
  ({ app, call, principal, body }) =>
    setModelPrice(app.analytics.prices, principal, body, requestOrigin(call)),
)

export const DELETE = route(
  {
    method: 'DELETE',
    path,
    summary: 'Take back a price that does not hold yet',
    access,
    body: DropPrice,
    response: ModelPrices,
  },
  ({ app, call, principal, body }) =>
    dropModelPrice(app.analytics.prices, principal, body, requestOrigin(call)),
)
