import { queryString } from '@/components/data/api'
import { Problem, problemOf } from '@/components/data/problem'
import { AnalysisDetail, maxLogBytes } from '@/lib/normalization/opportunity/schema'

/** What the server takes a file for; its own name decides how it is read. */
function mediaTypeOf(name: string): string {
  if (/\.csv$/i.test(name)) return 'text/csv'
  return /\.(?:jsonl|ndjson)$/i.test(name) ? 'application/x-ndjson' : 'text/plain'
}

/** Null, or why it is not worth sending. */
export function uploadIssue(file: { name: string; size: number }): string | null {
  if (file.size === 0) return 'The file is empty.'
  if (file.size > maxLogBytes)
    return `The file has ${(file.size / 1_048_576).toFixed(0)} MB; at most ${maxLogBytes / 1_048_576} MB are read. A sample of the log says as much.`
  if (/\.(?:xlsx?|zip|gz|pdf|docx?)$/i.test(file.name)) return 'Save it as CSV or JSONL first.'
  return null
}

/**
 * Sends a log as it is. `XMLHttpRequest`, because `fetch` does not tell how much has been sent. Throws
 * `Problem` as `api` does.
 */
export function uploadLog(
  file: File,
  model: string,
  onProgress: (share: number) => void,
): Promise<AnalysisDetail> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/console/analyze${queryString({ name: file.name, model })}`)
    request.setRequestHeader('content-type', mediaTypeOf(file.name))
    request.setRequestHeader('x-l0-csrf', '1')
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onerror = () =>
      reject(new Problem('network', 'The file did not get through. Check your connection.'))
    request.onload = () => void read(request).then(resolve, reject)
    request.send(file)
  })
}

async function read(request: XMLHttpRequest): Promise<AnalysisDetail> {
  if (request.status >= 300) {
    const headers = { 'x-request-id': request.getResponseHeader('x-request-id') ?? '' }
    throw await problemOf(new Response(request.responseText, { status: request.status, headers }))
  }
  return AnalysisDetail.parse(JSON.parse(request.responseText))
}
