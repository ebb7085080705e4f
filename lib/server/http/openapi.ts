import { z } from 'zod'
import { errorCodes } from '@/lib/kernel/errors'
import type { RouteHandler, RouteSpec } from './route'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of these routes, made from the very specs that serve them. */
export function openapi(handlers: RouteHandler[]): Json {
  const paths: Record<string, Json> = {}
  for (const { spec } of handlers) {
    const item = (paths[spec.path] ??= {})
    item[spec.method.toLowerCase()] = operation(spec)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'L0 Cache',
      version: '0.1.0',
      description: 'Human-approved answers in front of a large language model. JSON is snake_case.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: { schemas: { Problem: problem }, securitySchemes },
  }
}

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key: `l0_…`.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'l0.session',
    description: 'The console’s session, second factor proven.',
  },
}

/** RFC 9457, with a stable `code`. */
const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'request_id'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: errorCodes },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
    },
    request_id: { type: 'string' },
  },
}

function operation(spec: RouteSpec): Json {
  const type = spec.errors && spec.errors !== 'problem' ? 'application/json' : 'application/problem+json'
  const schema = spec.errors && spec.errors !== 'problem' ? {} : { $ref: '#/components/schemas/Problem' }
  return {
    operationId: operationId(spec),
    summary: spec.summary,
    security: security(spec),
    parameters: [...pathParameters(spec), ...queryParameters(spec)],
    ...(spec.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: shape(spec.body) } } } }
      : {}),
    responses: {
      200: {
        description: 'Done',
        content: { 'application/json': { schema: spec.response ? shape(spec.response) : {} } },
      },
      default: { description: 'An error', content: { [type]: { schema } } },
    },
  }
}

function operationId(spec: RouteSpec): string {
  const words = spec.path.split('/').filter((part) => part && !['api', 'v1'].includes(part))
  return [
    spec.method.toLowerCase(),
    ...words.map((word) => word.replace(/[{}]/g, '').replace(/\W+/g, '_')),
  ].join('_')
}

function security({ access }: RouteSpec): Json[] {
  if (access.by === 'public') return []
  const keys = [{ bearer: [] }, { apiKey: [] }]
  if (access.by === 'key') return keys
  return access.by === 'key_or_session' ? [...keys, { session: [] }] : [{ session: [] }]
}

function pathParameters(spec: RouteSpec): Json[] {
  return [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(spec: RouteSpec): Json[] {
  if (!spec.query) return []
  const { properties = {}, required = [] } = shape(spec.query) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function shape(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
  return rest
}
