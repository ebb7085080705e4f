import { parse as parseCsv } from 'csv-parse/sync'
import { z } from 'zod'
import { invalidInput } from '@/lib/kernel/errors'

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
 * The questions of a log: JSON lines or a CSV with a field `text`, `query` or `question` (and perhaps
 * `answer`, `input_tokens`, `output_tokens`), else one question a line. Throws `invalid_input` with `name` and
 * the row's number.
 */
export function parseQuestions(text: string, name: string): Question[] {
  const content = text.replace(/^\uFEFF/, '')
  const extension = /\.[a-z0-9]+$/.exec(name.toLowerCase())?.[0] ?? ''
  const lines = content.split(/\r?\n/)
  const first = lines.find((line) => line.trim() !== '') ?? ''
  if (extension === '.csv' || (extension !== '.txt' && looksLikeHeader(first))) {
    // Row 1 is the header.
    return csvRows(content, name).map((row, index) => questionOf(blankless(row), `${name}, row ${index + 2}`))
  }
  const json = extension === '.jsonl' || extension === '.ndjson' || first.trimStart().startsWith('{"')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    return [json ? questionOf(parseJson(line), `${name}:${index + 1}`) : { text: line.trim() }]
  })
}

function csvRows(content: string, name: string): unknown[] {
  try {
    return parseCsv(content, {
      columns: (names: string[]) => names.map((column) => column.trim().toLowerCase()),
      skip_empty_lines: true,
      relax_column_count: true,
    })
  } catch (error) {
    throw invalidInput(
      'file',
      `${name} is not a CSV: ${error instanceof Error ? error.message : 'unreadable'}`,
    )
  }
}

function questionOf(value: unknown, where: string): Question {
  const parsed = Row.safeParse(value)
  const text = parsed.data?.text ?? parsed.data?.query ?? parsed.data?.question
  if (!parsed.success || text === undefined)
    throw invalidInput('file', `${where}: no field text, query or question.`)
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
