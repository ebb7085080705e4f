import { problemOf } from '@/components/data/problem'

export type ExportProgress = { lines: number; bytes: number }

/**
 * Downloads the log as it streams, telling how much has come. Kept in memory until whole: a file that
 * broke off half-way would look like a log with something missing. Throws `Problem`.
 */
export async function downloadLog(
  name: string,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportProgress> {
  const response = await fetch('/api/v1/audit/export', { signal, credentials: 'same-origin' })
  if (!response.ok || !response.body) throw await problemOf(response)
  const chunks: BlobPart[] = []
  const progress = { lines: 0, bytes: 0 }
  const reader = response.body.getReader()
  for (let toldAt = 0; ;) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    progress.bytes += value.length
    for (const byte of value) if (byte === 10) progress.lines++
    const now = performance.now()
    if (now - toldAt < 100) continue
    toldAt = now
    onProgress({ ...progress })
  }
  saveBlob(new Blob(chunks, { type: 'application/jsonl' }), name)
  return progress
}

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
