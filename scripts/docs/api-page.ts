import { publicHandlers } from '@/app/public-handlers'
import { errorCodes } from '@/lib/kernel/errors'
import { openapi } from '@/lib/server/http/openapi'
import type { RouteSpec } from '@/lib/server/http/route'
import { schemaRows, type JsonSchema, type Row } from './schema-rows'

type Operation = {
  summary: string
  parameters: { name: string; in: string; required: boolean; schema: JsonSchema }[]
  requestBody?: { content: Record<string, { schema: JsonSchema }> }
  responses: { 200: { content: Record<string, { schema: JsonSchema }> } }
}

/** docs/api.md: the public contract, from the specs that serve it. */
export function apiPage(): string {
  const { paths } = openapi(publicHandlers) as { paths: Record<string, Record<string, Operation>> }
  const sections = publicHandlers.map(({ spec }) =>
    section(spec, paths[spec.path]![spec.method.toLowerCase()]!),
  )
  return `# API reference

Written by \`npm run docs\` from the routes themselves; \`GET /api/openapi.json\` is the same for machines.

JSON is snake_case. A key goes into \`Authorization: Bearer l0_…\` or \`x-api-key\`. Every response carries
\`x-request-id\`. Lists answer \`{ "items": […], "next_cursor": null | "…" }\`; give the cursor back as
\`?cursor=\` for the next page. Errors of the vendor-compatible routes look like the vendor's; all others are
problems (RFC 9457) whose \`code\` is one of: ${errorCodes.map((code) => `\`${code}\``).join(', ')}.

| | |
|---|---|
${publicHandlers.map(({ spec }) => `| [\`${titleOf(spec)}\`](#${anchorOf(titleOf(spec))}) | ${spec.summary.replace(/\.$/, '')} |`).join('\n')}

${sections.join('\n\n')}
`
}

function section(spec: RouteSpec, operation: Operation): string {
  const parts = [`## ${titleOf(spec)}`, `${spec.summary.replace(/\.$/, '')}.`, `For: ${callers(spec)}.`]
  const parameters = operation.parameters.flatMap(({ name, in: place, required, schema }) => {
    const [row] = schemaRows({ properties: { [name]: schema } })
    return row ? [{ ...row, name: `${name} (${place})`, required }] : []
  })
  if (parameters.length > 0) parts.push(table('Parameter', parameters))
  const body = operation.requestBody?.content['application/json']?.schema
  if (body) parts.push(table('Body', schemaRows(body)))
  const reply = schemaRows(operation.responses[200].content['application/json']?.schema ?? {})
  if (reply.length > 0) parts.push(table('Reply (200)', reply))
  return parts.filter(Boolean).join('\n\n')
}

function titleOf(spec: RouteSpec): string {
  return `${spec.method} ${spec.path}`
}

/** As GitHub and rehype-slug make them. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}

function callers({ access }: RouteSpec): string {
  const key = (scope: string | readonly string[]) => `a key with scope ${[scope].flat().join(' or ')}`
  if (access.by === 'public') return `anybody (${access.why})`
  if (access.by === 'key') return key(access.scope)
  if (access.by === 'key_or_session')
    return `${key(access.scope)}, or a person who may \`${access.permission}\``
  return 'people who are signed in'
}

function table(title: string, rows: Row[]): string {
  if (rows.length === 0) return ''
  const lines = rows.map(
    ({ name, type, required, limits }) =>
      `| \`${name}\`${required ? '' : ' *'} | ${type.replaceAll('|', '\\|')} | ${limits.replaceAll('|', '\\|')} |`,
  )
  const note = rows.every(({ required }) => required) ? '' : '\n\n\\* may be absent.'
  return `| ${title} | Type | Limits |\n|---|---|---|\n${lines.join('\n')}${note}`
}
