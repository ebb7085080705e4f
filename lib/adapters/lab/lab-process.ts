import { isL0Error } from '@/lib/kernel/errors'
import { loadRelease } from '@/lib/normalization/normalizer'
import { reportLog } from '@/lib/normalization/opportunity/report-log'
import { checkedInput } from '@/lib/normalization/releases/release-input'
import { replayTraffic } from '@/lib/normalization/releases/replay-traffic'
import { trainRelease } from '@/lib/normalization/train-release'
import type { LabJob, LabWord } from './job'

/** The other end of `childProcessLab`: does one job, says how it went, and ends. */
function say(word: LabWord): void {
  process.send?.(word)
}

function work(job: LabJob): LabWord {
  switch (job.kind) {
    case 'train': {
      const release = trainRelease(checkedInput(job.input), (done, total, label) =>
        say({ kind: 'progress', done, total, label }),
      )
      return { kind: 'trained', release }
    }
    case 'replay': {
      const releases = { before: job.before && loadRelease(job.before), after: loadRelease(job.after) }
      return { kind: 'replayed', result: replayTraffic(releases, job.traffic) }
    }
    case 'analyze': {
      const onProgress = (done: number, total: number) =>
        say({ kind: 'progress', done, total, label: 'reading' })
      return { kind: 'analyzed', report: reportLog(job.log, onProgress) }
    }
  }
}

process.once('message', (job: LabJob) => {
  let word: LabWord
  try {
    word = work(job)
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    word = isL0Error(error)
      ? { kind: 'failed', code: error.code, message: error.message, fields: error.fields }
      : { kind: 'failed', code: null, message }
  }
  process.send?.(word, () => process.disconnect())
})
// Whoever asked is gone: nobody waits for the answer.
process.once('disconnect', () => process.exit(0))
say({ kind: 'ready' })
