'use client'

import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { CheckboxLine } from '@/components/ui/checkbox'
import { CopyButton } from '@/components/ui/copy-button'
import { Tabs } from '@/components/ui/tabs'
import { RelativeTime } from '@/components/ui/time'
import { exportLine, sdkSnippets, snippets } from './snippets'

type RequestStepProps = { secret: string | null; hasKey: boolean; arrivedAt: string | null }

const model = 'claude-haiku-4-5'
const question = 'where is my order 12345'

/** A first request to copy, and whether it has come. */
export function RequestStep({ secret, hasKey, arrivedAt }: RequestStepProps) {
  const [language, setLanguage] = useState('curl')
  const [ours, setOurs] = useState(false)
  const facts = { origin: window.location.origin, model, question }
  const all = snippets(facts)
  const ownSdk = sdkSnippets(facts)[language]
  const chosen = (ours ? ownSdk : undefined) ?? all.find(({ id }) => id === language) ?? all[0]!
  return (
    <div className="flex flex-col gap-4">
      <Block label="Key for your shell" text={exportLine(secret)} />
      <div className="flex min-w-0 flex-col gap-3">
        <Tabs
          label="Language"
          value={language}
          onChange={setLanguage}
          tabs={all.map(({ id, label }) => ({ value: id, label }))}
        />
        {chosen.needs && <Block label="Install" text={chosen.needs} />}
        <Block label={`First request, ${chosen.label}`} text={chosen.code} />
        {ownSdk && (
          <CheckboxLine checked={ours} onChange={setOurs}>
            With our SDK{' '}
            <span className="text-ink-3">asks the vendor while the gateway is down; says tier and cost</span>
          </CheckboxLine>
        )}
      </div>
      <Arrival hasKey={hasKey} arrivedAt={arrivedAt} />
    </div>
  )
}

function Block({ label, text }: { label: string; text: string }) {
  return (
    <div className="relative min-w-0 rounded-lg border border-line bg-sunken">
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className="scroll-quiet max-h-96 overflow-auto py-2.5 pr-11 pl-3 font-mono text-sm"
      >
        {text}
      </pre>
      <span className="absolute top-1.5 right-1.5">
        <CopyButton text={text} label={`Copy: ${label}`} iconOnly />
      </span>
    </div>
  )
}

function Arrival({ hasKey, arrivedAt }: { hasKey: boolean; arrivedAt: string | null }) {
  return (
    <p role="status" className="flex flex-wrap items-center gap-2 text-base">
      {arrivedAt ? (
        <>
          <Badge tone="good" dot>
            Arrived
          </Badge>
          <span>
            Your first request came <RelativeTime at={arrivedAt} />.
          </span>
        </>
      ) : hasKey ? (
        <>
          <Badge tone="warn" dot className="animate-shimmer">
            Waiting
          </Badge>
          <span className="text-ink-2">Waiting for your first request through this key.</span>
        </>
      ) : (
        <span className="text-ink-2">Make a key first: its first request is what is waited for.</span>
      )}
    </p>
  )
}
