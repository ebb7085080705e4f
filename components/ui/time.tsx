'use client'

import { useSyncExternalStore } from 'react'
import { durationWords } from './format'

type Listener = () => void
const listeners = new Set<Listener>()
let nowMs = 0
let timer: ReturnType<typeof setInterval> | null = null

/** One clock for the whole page: thousands of rows, one timer. */
function subscribe(listener: Listener) {
  listeners.add(listener)
  nowMs = Date.now()
  timer ??= setInterval(() => {
    nowMs = Date.now()
    for (const one of listeners) one()
  }, 15_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && timer) {
      clearInterval(timer)
      timer = null
    }
  }
}

/** Now, to within 15 s; null while rendering on the server, so that both sides agree. */
export function useNow(): number | null {
  return useSyncExternalStore(
    subscribe,
    () => (nowMs ||= Date.now()),
    () => null,
  )
}

type RelativeTimeProps = { at: string; className?: string; suffix?: boolean }

/** "3 min ago", with the exact instant on hover and for machines. */
export function RelativeTime({ at, className, suffix = true }: RelativeTimeProps) {
  const now = useNow()
  const exact = `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
  return (
    <time dateTime={at} title={exact} className={className}>
      {now === null ? exact.slice(0, 10) : relativeWords(Date.parse(at), now, suffix)}
    </time>
  )
}

function relativeWords(atMs: number, now: number, suffix: boolean): string {
  const distance = now - atMs
  if (Math.abs(distance) < 45_000) return suffix ? 'just now' : 'now'
  const words = durationWords(Math.abs(distance))
  if (!suffix) return words
  return distance > 0 ? `${words} ago` : `in ${words}`
}
