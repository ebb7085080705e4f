import { readFileSync } from 'node:fs'
import { parseQuestions, type Question } from '@/lib/usage/parse-questions'

export type { Question }

/** The questions of a file, as `parseQuestions` reads them; throws with file and row number. */
export function readQuestions(file: string): Question[] {
  return parseQuestions(readFileSync(file, 'utf8'), file)
}
