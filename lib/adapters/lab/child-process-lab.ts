import { spawn, type ChildProcess } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { LRUCache } from 'lru-cache'
import { L0Error } from '@/lib/kernel/errors'
import { sha256Hex } from '@/lib/kernel/hash'
import { minuteMs } from '@/lib/kernel/time'
import type { LogLab } from '@/lib/normalization/opportunity/ports'
import type { ReleaseLab } from '@/lib/normalization/releases/ports'
import type { Release } from '@/lib/normalization/schema'
import type { OnProgress } from '@/lib/normalization/train-release'
import type { LabJob, LabWord } from './job'

export type LabOptions = {
  /** The project's root: the process is started from its sources. */
  root: string
  timeoutMs?: number
  /** Jobs at once; the others wait. Training takes a whole core. */
  concurrency?: number
}

const defaultTimeoutMs = 15 * minuteMs
/** Below everything that serves. */
const niceness = 10
const maxHeapMb = 3_072
const maxRemembered = 3

/** Trains, replays and reads logs in a process of its own, so that serving never waits for a learning loop. */
export function childProcessLab(options: LabOptions): ReleaseLab & LogLab & { close(): void } {
  const children = new Set<ChildProcess>()
  const lanes = Array.from({ length: options.concurrency ?? 1 }, () => Promise.resolve<unknown>(undefined))
  // Training is deterministic: the same input is not trained twice in a row.
  const trained = new LRUCache<string, Release>({ max: maxRemembered })
  let turn = 0
  const run = (job: LabJob, onProgress?: OnProgress): Promise<LabWord> => {
    const lane = turn++ % lanes.length
    const done = lanes[lane]!.then(() => runJob(options, job, children, onProgress))
    lanes[lane] = done.catch(() => undefined)
    return done
  }
  return {
    async train(input, onProgress) {
      const digest = sha256Hex(JSON.stringify(input))
      const known = trained.get(digest)
      if (known) return known
      const word = await run({ kind: 'train', input }, onProgress)
      if (word.kind === 'trained') {
        trained.set(digest, word.release)
        return word.release
      }
      throw new L0Error('internal', 'The lab answered something else than a release.')
    },
    async replay({ before, after }, traffic) {
      const word = await run({ kind: 'replay', before, after, traffic })
      if (word.kind === 'replayed') return word.result
      throw new L0Error('internal', 'The lab answered something else than a replay.')
    },
    async analyze(log, onProgress) {
      const word = await run({ kind: 'analyze', log }, (done, total) => onProgress(done, total))
      if (word.kind === 'analyzed') return word.report
      throw new L0Error('internal', 'The lab answered something else than a report.')
    },
    close: () => {
      for (const child of children) child.kill('SIGKILL')
    },
  }
}

function runJob(
  options: LabOptions,
  job: LabJob,
  children: Set<ChildProcess>,
  onProgress?: OnProgress,
): Promise<LabWord> {
  return new Promise((resolve, reject) => {
    // `spawn`, not `fork`: bundlers take a fork's path for a module to bundle.
    const script = path.join(options.root, 'lib/adapters/lab/lab-process.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', `--max-old-space-size=${maxHeapMb}`, script], {
      cwd: options.root,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    children.add(child)
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? defaultTimeoutMs)
    const end = (settle: () => void) => {
      clearTimeout(timer)
      children.delete(child)
      settle()
    }
    child.once('spawn', () => lowerPriority(child))
    child.once('error', (error) => end(() => reject(error)))
    child.once('exit', (code, signal) =>
      end(() => reject(new L0Error('internal', `The lab's process ended early (${signal ?? code}).`))),
    )
    child.on('message', (word: LabWord) => {
      if (word.kind === 'ready') return child.send(job)
      if (word.kind === 'progress') return onProgress?.(word.done, word.total, word.label)
      if (word.kind === 'failed') return end(() => reject(failure(word)))
      end(() => resolve(word))
    })
  })
}

function failure({ code, message, fields = [] }: Extract<LabWord, { kind: 'failed' }>): Error {
  return code === null ? new Error(message) : new L0Error(code, message, { fields })
}

function lowerPriority(child: ChildProcess): void {
  try {
    os.setPriority(child.pid!, niceness)
  } catch {
    // A process that may not be made nicer is still one that works.
  }
}
