/**
 * Rows as one parameter, for `jsonb_to_recordset`: many of them cost one statement. Half a surrogate pair
 * and U+0000, which Postgres does not keep, are replaced: one odd row must not cost the others.
 */
export function jsonRows(rows: readonly object[]): string {
  return JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === 'string' ? value.replace(/[\p{Surrogate}\0]/gu, '\ufffd') : value,
  )
}
