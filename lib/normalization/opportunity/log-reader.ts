import { redact } from '@/lib/safety/redact'
import type { LogReader } from '@/lib/usage/analyze-log'
import { canonicalText } from '../canonical'
import { extractEntities } from '../entities'
import { stem } from '../text/stem'
import { groupsOf } from '../text/synonyms'

/** Questions read as serving would read them, with everything personal gone before anything is kept. */
export function logReader(onRow: () => void = () => {}): LogReader {
  return {
    mask: (text) => {
      onRow()
      const known = extractEntities(text).map(({ slot, start, end }) => ({
        type: slot,
        value: text.slice(start, end),
        start,
        end,
      }))
      return redact(text, known).text
    },
    canonical: canonicalText,
    terms: (canonical) =>
      canonical.split(' ').map((word) => {
        const stemmed = stem(word)
        const [group] = groupsOf(stemmed)
        return { term: group === undefined ? stemmed : `=${group}`, word }
      }),
  }
}
