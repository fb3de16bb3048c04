import { route } from './route.ts'

/** The records of all routes as one OpenAPI 3.1 document. It holds no data; strangers have no use for it. */
export const getOpenApi = route({
  method: 'GET',
  path: '/api/openapi.json',
  summary: 'This API as an OpenAPI 3.1 document',
  permission: 'session:own',
  stepUp: 'none',
  responses: { 200: { mediaType: 'application/json' } },
})
