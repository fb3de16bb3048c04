import { operationIdOf } from '@muster/contracts/openapi/operation-ids'
import {
  generalProblems,
  type ProblemCode,
  problemCodes,
  problemSchema,
  problemStatus,
} from '@muster/contracts/problem'
import { type Answer, type Route, refusesTokens } from '@muster/contracts/route'
import * as z from 'zod/mini'

type Json = Readonly<Record<string, unknown>>

function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' })
  return rest
}

const hasProperties = (schema: Json): schema is Json & { readonly properties: Json } =>
  typeof schema.properties === 'object' && schema.properties !== null

function parameters(schema: z.ZodMiniType | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return []
  const fields = jsonSchema(schema, 'input')
  const needed = Array.isArray(fields.required) ? fields.required : []
  return Object.entries(hasProperties(fields) ? fields.properties : {}).map(([name, part]) => ({
    name,
    in: place,
    required: place === 'path' || needed.includes(name),
    schema: part,
  }))
}

const ofType = (mediaType: string, schema?: Json): Json => ({ [mediaType]: schema === undefined ? {} : { schema } })

function body(part: Route['body']): Json {
  if (part === undefined) return {}
  if (part === 'multipart') return { requestBody: { required: true, content: ofType('multipart/form-data') } }
  if (part === 'raw') return { requestBody: { required: true, content: ofType('*/*') } }
  return { requestBody: { required: true, content: ofType('application/json', jsonSchema(part, 'input')) } }
}

function answer(part: Answer): Json {
  return 'mediaType' in part
    ? { description: 'In its media type', content: ofType(part.mediaType) }
    : { description: 'Done', content: ofType('application/json', jsonSchema(part, 'output')) }
}

/** The problems of a route, one response for each status. */
function problems(route: Route): Json {
  const codes: readonly ProblemCode[] = [
    ...generalProblems,
    ...(route.stepUp === 'none' ? [] : (['reauthentication_required'] as const)),
    ...(route.problems ?? []),
  ]
  const byStatus = Map.groupBy(codes, (code) => problemStatus[code])
  const free = [...byStatus].filter(([status]) => route.responses[status] === undefined)
  return Object.fromEntries(
    free.map(([status, list]) => [
      status,
      {
        description: `Problem: ${list.join(', ')}`,
        content: ofType('application/problem+json', { $ref: '#/components/schemas/Problem' }),
      },
    ]),
  )
}

function operation(route: Route): Json {
  const signedIn = route.permission !== 'none'
  const bySession = { session: [], ...(route.method === 'GET' ? {} : { csrf: [] }) }
  return {
    operationId: operationIdOf(route),
    summary: route.summary,
    tags: [route.path.split('/')[2] ?? 'health'],
    'x-permission': typeof route.permission === 'string' ? route.permission : route.permission.permissions,
    ...(route.stepUp === 'none' ? {} : { 'x-step-up': route.stepUp }),
    security: signedIn ? [bySession, ...(refusesTokens(route) ? [] : [{ token: [] }])] : [],
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...body(route.body),
    responses: {
      ...Object.fromEntries(Object.entries(route.responses).map(([status, part]) => [status, answer(part)])),
      ...problems(route),
    },
  }
}

/** OpenAPI's path syntax: `/api/users/{id}`. */
export const openApiPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

/** The document for these routes. */
export function openApiDocument(routes: readonly Route[], { cookie }: { cookie: string }): Json {
  const byPath = Map.groupBy(routes, (route) => openApiPath(route.path))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Muster',
      version: '1',
      description:
        'Unsafe requests carry the session cookie, X-Muster-CSRF from GET /api/session, and, outside a browser, the address of Muster as Origin; or they carry a token alone.',
    },
    paths: Object.fromEntries(
      [...byPath].map(([path, list]) => [
        path,
        Object.fromEntries(list.map((route) => [route.method.toLowerCase(), operation(route)])),
      ]),
    ),
    components: {
      schemas: { Problem: { ...jsonSchema(problemSchema, 'output'), 'x-codes': problemCodes } },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: cookie },
        csrf: { type: 'apiKey', in: 'header', name: 'X-Muster-CSRF' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}
