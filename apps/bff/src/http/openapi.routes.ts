import { getOpenApi } from '@muster/contracts/openapi'
import { openApiDocument } from './openapi.ts'
import { type BoundRoute, bind } from './route-handler.ts'
import { cookieName } from './session/session-cookie.ts'

/** These routes and the one that describes them all. */
export function withOpenApi(routes: readonly BoundRoute[], { secure }: { secure: boolean }): BoundRoute[] {
  const records = [...routes.map((bound) => bound.route), getOpenApi]
  let document: Buffer | null = null
  const self = bind(getOpenApi, async () => {
    document ??= Buffer.from(JSON.stringify(openApiDocument(records, { cookie: cookieName(secure) })))
    return { status: 200, bytes: document, mediaType: 'application/json' }
  })
  return [...routes, self]
}
