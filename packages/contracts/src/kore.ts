import { route } from './route.ts'

const asIs = { mediaType: 'application/json' } as const

/** Kore.ai's responses keep their status, also if a gateway sent it. 401 and 407 change, because they would look like Muster's own. */
const koreResponses = {
  200: asIs,
  201: asIs,
  202: asIs,
  203: asIs,
  207: asIs,
  400: asIs,
  402: asIs,
  403: asIs,
  404: asIs,
  405: asIs,
  406: asIs,
  408: asIs,
  409: asIs,
  410: asIs,
  411: asIs,
  412: asIs,
  413: asIs,
  414: asIs,
  415: asIs,
  416: asIs,
  417: asIs,
  418: asIs,
  421: asIs,
  422: asIs,
  423: asIs,
  424: asIs,
  425: asIs,
  426: asIs,
  428: asIs,
  429: asIs,
  431: asIs,
  451: asIs,
  500: asIs,
  501: asIs,
  502: asIs,
  503: asIs,
  504: asIs,
  505: asIs,
  507: asIs,
  508: asIs,
  511: asIs,
} as const
/** As for any JSON body. */
const maxBytes = 256 * 1024
const problems = ['kore_unreachable', 'kore_unexpected', 'kore_rate_limited', 'kore_credential_rejected'] as const

/** A session could not prove it for this very change, as a plan requires: what needs a proof is for tokens. */
const unattended = { kind: 'judged', tokens: 'tokens:unattended', sessions: 'refused' } as const

/** The three Kore.ai endpoints for scripts: the same body and response as Kore.ai's, and no secret in the script. */
export const koreUpdateUsers = route({
  method: 'PUT',
  path: '/api/kore/users',
  summary: "Kore.ai's Update Users, as it is",
  permission: 'kore:call',
  stepUp: unattended,
  limited: 'within',
  body: 'raw',
  maxBytes,
  responses: koreResponses,
  problems,
})
export const koreRemoveUsers = route({
  method: 'DELETE',
  path: '/api/kore/users',
  summary: "Kore.ai's Remove Users, as it is",
  permission: 'kore:call',
  stepUp: unattended,
  limited: 'within',
  body: 'raw',
  maxBytes,
  responses: koreResponses,
  problems,
})
export const koreEraseUsersData = route({
  method: 'DELETE',
  path: '/api/kore/bot/eraseUsersData',
  summary: "Kore.ai's Delete Customer Data, as it is",
  permission: 'kore:call',
  stepUp: unattended,
  limited: 'within',
  body: 'raw',
  maxBytes,
  responses: koreResponses,
  problems,
})
