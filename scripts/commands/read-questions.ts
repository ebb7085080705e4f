import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { z } from 'zod'

const Tokens = z.coerce.number().int().nonnegative().optional().catch(undefined)
const Row = z.object({
  text: z.string().optional(),
  query: z.string().optional(),
  question: z.string().optional(),
  answer: z.string().optional().catch(undefined),
  input_tokens: Tokens,
  output_tokens: Tokens,
})

export type Question = { text: string; answer?: string; input_tokens?: number; output_tokens?: number }

/**
 * The questions of a file: JSON lines or a CSV with a field `text`, `query` or `question` (and perhaps
 * `answer`, `input_tokens`, `output_tokens`), else one question a line. Throws with file and row number.
 */
export function readQuestions(file: string): Question[] {
  const content = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  const extension = path.extname(file).toLowerCase()
  const lines = content.split(/\r?\n/)
  const first = lines.find((line) => line.trim() !== '') ?? ''
  if (extension === '.csv' || (extension !== '.txt' && looksLikeHeader(first))) {
    const rows: unknown[] = parseCsv(content, {
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      skip_empty_lines: true,
      relax_column_count: true,
    })
    // Row 1 is the header.
    return rows.map((row, index) => questionOf(blankless(row), `${file}, row ${index + 2}`))
  }
  const json = extension === '.jsonl' || extension === '.ndjson' || first.trimStart().startsWith('{"')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    return [json ? questionOf(parseJson(line), `${file}:${index + 1}`) : { text: line.trim() }]
  })
}

function questionOf(value: unknown, where: string): Question {
  const parsed = Row.safeParse(value)
  const text = parsed.data?.text ?? parsed.data?.query ?? parsed.data?.question
  if (!parsed.success || text === undefined) throw new Error(`${where}: no field text, query or question.`)
  const { answer, input_tokens, output_tokens } = parsed.data
  return { text, answer, input_tokens, output_tokens }
}

const looksLikeHeader = (line: string) =>
  line.includes(',') && line.split(',').some((name) => /^"?(?:text|query|question)"?$/i.test(name.trim()))

/** An empty cell is an absent field: as a number it would read as 0. */
function blankless(row: unknown): unknown {
  return Object.fromEntries(Object.entries(row as Record<string, string>).filter(([, cell]) => cell !== ''))
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
