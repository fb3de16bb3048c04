import { route } from './route.ts'

const asIs = { mediaType: 'application/json' } as const

/** Kore.ai's answers go on with their own status; 401 does not, as it would read as Muster's own. */
const koreAnswers = {
  200: asIs,
  201: asIs,
  202: asIs,
  400: asIs,
  403: asIs,
  404: asIs,
  405: asIs,
  409: asIs,
  413: asIs,
  415: asIs,
  422: asIs,
  429: asIs,
  500: asIs,
  501: asIs,
  502: asIs,
  503: asIs,
  504: asIs,
} as const
/** As for any JSON body. */
const maxBytes = 256 * 1024
const problems = ['kore_unreachable', 'kore_unexpected', 'kore_rate_limited', 'kore_credential_rejected'] as const

/** The three Kore.ai endpoints as they are, for scripts: same body and answer as Kore.ai's, and no secret in the script. */
export const koreUpdateUsers = route({
  method: 'PUT',
  path: '/api/kore/users',
  summary: "Kore.ai's Update Users, as it is",
  permission: 'kore:call',
  body: 'raw',
  maxBytes,
  responses: koreAnswers,
  problems,
})
export const koreRemoveUsers = route({
  method: 'DELETE',
  path: '/api/kore/users',
  summary: "Kore.ai's Remove Users, as it is",
  permission: 'kore:call',
  body: 'raw',
  maxBytes,
  responses: koreAnswers,
  problems,
})
export const koreEraseUsersData = route({
  method: 'DELETE',
  path: '/api/kore/bot/eraseUsersData',
  summary: "Kore.ai's Delete Customer Data, as it is",
  permission: 'kore:call',
  body: 'raw',
  maxBytes,
  responses: koreAnswers,
  problems,
})
