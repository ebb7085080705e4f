import type { RouteHandler } from '@/lib/server/route'
import { GET as live } from './api/health/live/route'
import { GET as ready } from './api/health/ready/route'
import { GET as metrics } from './api/metrics/route'
import { POST as lookup } from './api/v1/lookup/route'
import { POST as normalize } from './api/v1/normalize/route'

/** Routes the server entry answers before Next's router, by the functions Next would call. */
export const hotHandlers: RouteHandler[] = [lookup, normalize, live, ready, metrics]
