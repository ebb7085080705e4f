/** One value that differs between two plain JSON states. Absent is `undefined`. */
export type ChangeRow = { path: string; before: unknown; after: unknown; same: boolean }

const maxRows = 400

/**
 * Two states as rows by path. Objects are taken apart; lists and plain values are compared whole, so
 * that a list reads as a list.
 */
export function changeRows(before: unknown, after: unknown): ChangeRow[] {
  const rows: ChangeRow[] = []
  walk('', before, after, rows)
  return rows.slice(0, maxRows)
}

function walk(path: string, before: unknown, after: unknown, rows: ChangeRow[]): void {
  const names = namesOf(before, after)
  if (names && (path === '' || names.length > 0)) {
    for (const name of names) {
      walk(path ? `${path}.${name}` : name, member(before, name), member(after, name), rows)
    }
    return
  }
  if (before === undefined && after === undefined) return
  rows.push({ path: path || 'value', before, after, same: JSON.stringify(before) === JSON.stringify(after) })
}

/** Member names of two values that are both objects, or an object and nothing; null otherwise. */
function namesOf(before: unknown, after: unknown): string[] | null {
  const parts = [before, after].filter((part) => part !== undefined)
  if (parts.length === 0 || !parts.every(isObject)) return null
  return [...new Set(parts.flatMap((part) => Object.keys(part as object)))]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** A value as a person reads it: text without quotes, plain lists line by line, everything else as JSON. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item !== 'object')) {
    return value.map(String).join('\n')
  }
  return JSON.stringify(value, null, Array.isArray(value) || isObject(value) ? 1 : 0) ?? ''
}
