'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { z } from 'zod'
import { api, apiPath } from '@/components/data/api'
import { isProblem } from '@/components/data/problem'

const ClaimReply = z.object({ token: z.string(), until: z.string() })
const heartbeatMs = 40_000

export type ClaimState = { status: 'claiming' | 'held' | 'lost' | 'none' } | { status: 'other'; by: string }

export type ClaimHandle = {
  state: ClaimState
  /** The live token; asks for a new claim when there is none any more. */
  token: () => Promise<string>
  /** The decision is on its way and ends the claim itself: do not give it back meanwhile. */
  keep: () => void
}

type Holding = { token: Promise<string> | null; kept: boolean; gone: boolean }

const claimPath = (id: string, verb: string) => `${apiPath('/api/console/proposals', id)}/${verb}`

/**
 * Holds the proposal while it is open: taken on arrival, kept alive, given back on leaving. A browser
 * that dies frees it by not renewing.
 */
export function useClaim(id: string, enabled: boolean): ClaimHandle {
  const [state, setState] = useState<ClaimState>({ status: enabled ? 'claiming' : 'none' })
  const holding = useRef<Holding>({ token: null, kept: false, gone: false })

  const take = useMemo(
    () => () => {
      const token = api('POST', claimPath(id, 'claim'), ClaimReply).then(
        (claim) => {
          setState({ status: 'held' })
          return claim.token
        },
        (error: unknown) => {
          holding.current.token = null
          setState(stateOf(error))
          throw error
        },
      )
      token.catch(() => {})
      holding.current.token = token
      return token
    },
    [id],
  )

  useEffect(() => {
    if (!enabled) return
    const held = holding.current
    held.gone = false
    if (!held.token) void take().catch(() => {})
    const timer = setInterval(() => {
      void held.token
        ?.then((claim_token) =>
          api('POST', claimPath(id, 'heartbeat'), ClaimReply, { body: { claim_token } }),
        )
        .catch(() => take().catch(() => {}))
    }, heartbeatMs)
    return () => {
      clearInterval(timer)
      held.gone = true
      // A moment later, because React may only be remounting the page.
      setTimeout(() => {
        if (held.gone && !held.kept) giveBack(id, held)
      }, 400)
    }
  }, [enabled, id, take])

  return useMemo(
    () => ({
      state,
      token: () => holding.current.token ?? take(),
      keep: () => {
        holding.current.kept = true
      },
    }),
    [state, take],
  )
}

function giveBack(id: string, held: Holding) {
  const { token } = held
  held.token = null
  void token
    ?.then((claim_token) => api('POST', claimPath(id, 'release'), z.unknown(), { body: { claim_token } }))
    .catch(() => {})
}

function stateOf(error: unknown): ClaimState {
  if (!isProblem(error)) return { status: 'lost' }
  if (error.code === 'conflict')
    return { status: 'other', by: String(error.extra.claimed_by ?? 'Somebody else') }
  return { status: error.code === 'already_decided' ? 'none' : 'lost' }
}
