'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { TemplateSlot } from '@/lib/entries/schema'
import { policyQuery } from '@/components/data/queries'
import { defaultSafetyPolicy, SafetyPolicy, type SafetyReport } from '@/lib/safety/schema'

const pauseMs = 180

/** The workspace's own rules of what answers may contain; strict ones until they are known. */
export function useSafetyPolicy(): SafetyPolicy {
  const { data } = useQuery(policyQuery())
  return useMemo(() => (data ? SafetyPolicy.parse(data.policy) : defaultSafetyPolicy), [data])
}

/**
 * Checks a template as it is typed with the very rules the server uses (it decides; this only tells
 * early). They are loaded when first needed. Undefined until the first check is done.
 */
export function useLint(
  template: string,
  slots: readonly TemplateSlot[],
  policy: SafetyPolicy = defaultSafetyPolicy,
): SafetyReport | undefined {
  const { data: check } = useQuery({
    queryKey: ['template-checker'],
    queryFn: () => import('@/lib/safety/check-template').then((module) => module.checkTemplate),
    staleTime: Infinity,
    gcTime: Infinity,
  })
  const [report, setReport] = useState<SafetyReport>()
  useEffect(() => {
    if (!check) return
    const timer = setTimeout(() => setReport(check({ template, slots, policy })), pauseMs)
    return () => clearTimeout(timer)
  }, [check, template, slots, policy])
  return report
}
