import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { apiPage } from './api-page'
import { metricsPage } from './metrics-page'

/** The pages that are made from code, by the file they are kept in. */
export const writtenPages: Record<string, () => string> = {
  'docs/api.md': apiPage,
  'docs/operations/metrics.md': metricsPage,
}

/** `npm run docs`. */
export function writeDocs(root: string): void {
  for (const [file, page] of Object.entries(writtenPages)) writeFileSync(path.join(root, file), page())
}
