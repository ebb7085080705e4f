'use client'

import { FileText, ShieldCheck, TriangleAlert } from 'lucide-react'
import { useState, type RefObject } from 'react'
import { Card } from '@/components/ui/card'
import { Segmented } from '@/components/ui/segmented'
import { WordDiff } from '@/components/ui/word-diff'
import type { Proposal } from '@/lib/proposals/schema'
import type { SafetyReport } from '@/lib/safety/schema'
import { AnnotatedAnswer } from './annotated-answer'
import { AnswerEditor, type EditorHandle } from './answer-editor'
import { ColumnSection } from './column-section'
import { FindingsList } from './findings-list'
import { HostilePreview, RenderedPreview } from './rendered-preview'

type AnswerColumnProps = {
  proposal: Proposal
  /** The text being edited; null while reading. */
  draft: string | null
  onDraft: (draft: string) => void
  report: SafetyReport | undefined
  editor: RefObject<EditorHandle | null>
  live: string | null
  onSubmit: () => void
  onCancel: () => void
  onAcknowledge?: ((rule: string, reason: string) => Promise<void>) | undefined
}

type View = 'template' | 'rendered' | 'hostile' | 'live' | 'model'

export function AnswerColumn(props: AnswerColumnProps) {
  const { proposal, draft, onDraft, report, editor, live, onSubmit, onCancel, onAcknowledge } = props
  const [view, setView] = useState<View>('template')
  const text = draft ?? proposal.answer
  const known = proposal.slots.map((slot) => slot.name)
  const editing = draft !== null && view === 'template'
  const views: { value: View; label: string }[] = [
    { value: 'template', label: draft === null ? 'Template' : 'Edit' },
    { value: 'rendered', label: 'As read' },
    { value: 'hostile', label: 'Hostile values' },
    ...(live !== null && live !== text ? [{ value: 'live' as const, label: 'vs live' }] : []),
    ...(proposal.model_answer && proposal.model_answer !== text
      ? [{ value: 'model' as const, label: 'vs draft' }]
      : []),
  ]
  const shown = views.some((one) => one.value === view) ? view : 'template'

  return (
    <div className="flex flex-col gap-6">
      <ColumnSection
        title={draft === null ? 'Proposed answer' : 'Editing the answer'}
        icon={FileText}
        actions={
          <div className="overflow-x-auto">
            <Segmented
              label="Show the answer as"
              value={shown}
              onChange={setView}
              options={views}
              size="sm"
            />
          </div>
        }
      >
        <Card as="div" className={shown === 'template' || shown === 'rendered' ? 'min-h-40' : ''}>
          {editing && (
            <AnswerEditor
              ref={editor}
              draft={draft}
              onChange={onDraft}
              slots={proposal.slots}
              report={report}
              onSubmit={onSubmit}
              onCancel={onCancel}
            />
          )}
          {shown === 'template' && draft === null && (
            <AnnotatedAnswer template={proposal.answer} findings={proposal.findings} known={known} />
          )}
          {shown === 'rendered' && <RenderedPreview template={text} slots={proposal.slots} />}
          {shown === 'hostile' && <HostilePreview template={text} slots={proposal.slots} />}
          {shown === 'live' && <WordDiff before={live ?? ''} after={text} />}
          {shown === 'model' && <WordDiff before={proposal.model_answer} after={text} />}
        </Card>
      </ColumnSection>
      {draft === null && <Findings proposal={proposal} onAcknowledge={onAcknowledge} />}
    </div>
  )
}

function Findings({ proposal, onAcknowledge }: Pick<AnswerColumnProps, 'proposal' | 'onAcknowledge'>) {
  const { findings, acknowledged } = proposal
  return (
    <ColumnSection title="Safety" icon={findings.length > 0 ? TriangleAlert : ShieldCheck}>
      {findings.length === 0 ? (
        <p className="text-base text-ink-2">
          The checks find nothing: no personal data, secrets, foreign links or markup.
        </p>
      ) : (
        <FindingsList findings={findings} acknowledged={acknowledged} onAcknowledge={onAcknowledge} />
      )}
    </ColumnSection>
  )
}
