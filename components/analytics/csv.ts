/** A column of a table: what it is called, what a row has in it, and how a person reads it. */
export type Column<Row> = {
  label: string
  value: (row: Row) => string | number | null
  /** Left out: the value as it is. */
  text?: (row: Row) => string
}

/**
 * A table as CSV (RFC 4180). Text that a spreadsheet would run as a formula is quoted with an apostrophe
 * (OWASP, "CSV Injection"): questions and keys come from outside.
 */
export function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map((column) => cell(column.label))]
  for (const row of rows) lines.push(columns.map((column) => cell(column.value(row))))
  return lines.map((line) => line.join(',') + '\r\n').join('')
}

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** `text` of a column, or its value in words. */
export function textOf<Row>(column: Column<Row>, row: Row): string {
  if (column.text) return column.text(row)
  const value = column.value(row)
  return value === null ? '—' : typeof value === 'number' ? value.toLocaleString('en') : value
}
