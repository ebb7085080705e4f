import { describe, expect, it } from 'vitest'
import { maxLogBytes } from '@/lib/normalization/opportunity/schema'
import { uploadIssue } from './upload-log'

describe('uploadIssue', () => {
  it('lets a log of the largest size through, and says the limit of one byte more', () => {
    expect(uploadIssue({ name: 'log.csv', size: maxLogBytes })).toBeNull()
    expect(uploadIssue({ name: 'log.csv', size: maxLogBytes + 1 })).toContain('at most 20 MB')
  })
  it.each(['log.xlsx', 'log.csv.gz', 'log.zip'])('%s is not sent', (name) =>
    expect(uploadIssue({ name, size: 10 })).toContain('CSV or JSONL'),
  )
  it('an empty file is not sent', () => expect(uploadIssue({ name: 'a.txt', size: 0 })).toContain('empty'))
})
