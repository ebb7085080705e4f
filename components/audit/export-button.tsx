'use client'

import { Download, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { toast } from 'sonner'
import { problemText } from '@/components/data/problem'
import { useMe } from '@/components/shell/me'
import { Button } from '@/components/ui/button'
import { compactNumber, plural } from '@/components/ui/format'
import { downloadLog, type ExportProgress } from './export-stream'
import type { LogState } from './queries'

/** Exports the whole log; filters do not apply, for a log with gaps cannot be verified. */
export function ExportButton({ state }: { state: LogState | undefined }) {
  const { workspace } = useMe()
  const [progress, setProgress] = useState<ExportProgress | null>(null)
  const abort = useRef<AbortController | null>(null)

  async function start() {
    const controller = new AbortController()
    abort.current = controller
    setProgress({ lines: 0, bytes: 0 })
    try {
      const name = `audit-${workspace.slug}-${new Date().toISOString().slice(0, 10)}.jsonl`
      const done = await downloadLog(name, setProgress, controller.signal)
      toast.success(`Exported ${plural(done.lines, 'line')}`, {
        description: 'Check it anywhere with “audit verify”.',
      })
    } catch (error) {
      if (!controller.signal.aborted) toast.error('The export failed', { description: problemText(error) })
    } finally {
      setProgress(null)
    }
  }

  if (!progress) {
    return (
      <Button onClick={() => void start()}>
        <Download aria-hidden />
        Export log
      </Button>
    )
  }
  const total = state?.size ?? 0
  return (
    <div className="flex h-8.5 items-center gap-3 rounded-md border border-line bg-surface pr-1 pl-3">
      <label className="flex items-center gap-2.5 text-sm text-ink-2 tabular-nums" aria-live="off">
        <progress
          className="h-1.5 w-24 accent-accent"
          {...(total > 0 && progress.lines > 0 ? { max: total, value: Math.min(progress.lines, total) } : {})}
        />
        {compactNumber(progress.lines)} lines
      </label>
      <Button
        variant="quiet"
        size="icon-sm"
        aria-label="Stop the export"
        onClick={() => abort.current?.abort()}
      >
        <X aria-hidden />
      </Button>
    </div>
  )
}
