export type JsonSchema = {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  additionalProperties?: boolean | JsonSchema
  enum?: unknown[]
  const?: unknown
  default?: unknown
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  maxItems?: number
}

export type Row = { name: string; type: string; required: boolean; limits: string }

const maxDepth = 3

/** The fields of a JSON schema as table rows; those of nested objects are named `outer.inner`, of lists `outer[].inner`. */
export function schemaRows(schema: JsonSchema, prefix = '', depth = 0): Row[] {
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) return merged(variants.map((variant) => schemaRows(variant, prefix, depth)))
  if (schema.type === 'array' && schema.items) return schemaRows(schema.items, `${prefix}[]`, depth)
  if (!schema.properties || depth >= maxDepth) return []
  return Object.entries(schema.properties).flatMap(([name, field]) => {
    const full = prefix === '' ? name : `${prefix}.${name}`
    const required = schema.required?.includes(name) ?? false
    return [
      { name: full, type: typeOf(field), required, limits: limitsOf(field) },
      ...schemaRows(field, full, depth + 1),
    ]
  })
}

/** The rows of a union's variants: a field that some variant lacks may be absent. */
function merged(variants: Row[][]): Row[] {
  const byName = new Map<string, Row & { types: Set<string>; seen: number }>()
  for (const row of variants.flat()) {
    const known = byName.get(row.name) ?? { ...row, types: new Set<string>(), seen: 0 }
    for (const type of row.type.split(' or ')) known.types.add(type)
    byName.set(row.name, { ...known, required: known.required && row.required, seen: known.seen + 1 })
  }
  return [...byName.values()].map(({ types, seen, ...row }) => ({
    ...row,
    type: [...types].join(' or '),
    required: row.required && seen === variants.length,
  }))
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ')
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) return [...new Set(variants.map(typeOf))].join(' or ')
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'anything'}`
  if (schema.type === 'object' && !schema.properties) return 'map'
  return (
    schema.format ?? (Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'anything'))
  )
}

function limitsOf(schema: JsonSchema): string {
  // A whole number without a limit of its own is given the largest safe one.
  const isReal = (limit: number | undefined) =>
    limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER
  const limits = [
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
    isReal(schema.minimum) ? `≥ ${schema.minimum}` : '',
    isReal(schema.maximum) ? `≤ ${schema.maximum}` : '',
    schema.minLength ? `at least ${schema.minLength} characters` : '',
    schema.maxLength ? `at most ${schema.maxLength} characters` : '',
    schema.maxItems ? `at most ${schema.maxItems} items` : '',
  ]
  return limits.filter(Boolean).join(', ')
}
