'use client'

import dynamic from 'next/dynamic'
import { useEffect, useRef, useState } from 'react'
import { onStepUp } from './api'
import type { StepUpAsk } from './step-up-form'

// Loaded when first wanted.
const StepUpForm = dynamic(() => import('./step-up-form').then((module) => module.StepUpForm), { ssr: false })

/** Asks for a fresh code when a call needs one; every call waiting meanwhile shares the answer. */
export function StepUpDialog() {
  const [ask, setAsk] = useState<StepUpAsk | null>(null)
  const waiting = useRef<Promise<boolean> | null>(null)

  useEffect(() => {
    onStepUp((why) => {
      waiting.current ??= new Promise<boolean>((resolve) => {
        setAsk({
          why,
          answer: (proven) => {
            waiting.current = null
            setAsk(null)
            resolve(proven)
          },
        })
      })
      return waiting.current
    })
    return () => onStepUp(null)
  }, [])

  return ask && <StepUpForm {...ask} />
}
