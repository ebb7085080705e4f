'use client'

import dynamic from 'next/dynamic'
import { useEffect, useRef, useState } from 'react'
import { onStepUp, type StepUpWanted } from './api'

// Loaded when first wanted.
const StepUpForm = dynamic(() => import('./step-up-form').then((module) => module.StepUpForm), { ssr: false })
const PasskeyForm = dynamic(() => import('./passkey-form').then((module) => module.PasskeyForm), {
  ssr: false,
})

type Asked = StepUpWanted & { answer: (proven: boolean) => void }

/**
 * Asks for a fresh proof when a call needs one. Calls that want any code share the answer; a proof
 * bound to one content is for that call alone, so those wait in line.
 */
export function StepUpDialog() {
  const [asked, setAsked] = useState<Asked[]>([])
  const shared = useRef<Promise<boolean> | null>(null)

  useEffect(() => {
    const ask = (wanted: StepUpWanted) =>
      new Promise<boolean>((resolve) => {
        const answer = (proven: boolean) => {
          if (!wanted.bound) shared.current = null
          setAsked((all) => all.filter((one) => one.answer !== answer))
          resolve(proven)
        }
        setAsked((all) => [...all, { ...wanted, answer }])
      })
    onStepUp((wanted) => {
      if (wanted.bound) return ask(wanted)
      shared.current ??= ask(wanted)
      return shared.current
    })
    return () => onStepUp(null)
  }, [])

  const first = asked[0]
  if (!first) return null
  if (!first.bound) return <StepUpForm why={first.why} answer={first.answer} />
  const key = `${first.bound.item} ${first.bound.content_hash}`
  return <PasskeyForm key={key} why={first.why} bound={first.bound} answer={first.answer} />
}
