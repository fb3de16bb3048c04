import * as z from 'zod/mini'
import { koreError } from './reason.ts'

/** The response to a request that Kore.ai refuses as a whole: 400, 401, 403, 405 and the rate limit. Kore.ai docs: every API page. */
export const koreErrorResponse = z.looseObject({ errors: z.tuple([koreError], koreError) })

/**
 * Code of the 401 response `Invalid SDK credentials`. It covers a missing header, a bad signature, a scope the app
 * does not have and a bot the app may not see; the response does not distinguish them.
 */
export const invalidCredentialsCode = 4002
export const invalidCredentialsMessage = 'Invalid SDK credentials'

/** 401, a token was used twice. Kore.ai docs: SDK Security. */
export const replayMessage = 'error verifying the jwt: possibly a replay'
/** 401, a token with `jti` lives longer than an hour. Kore.ai docs: SDK Security. */
export const jtiTooLongMessage = 'error verifying the jwt: if "jti" claim "exp" must be <= 1 hour(s)'

/** Header that carries the token, without a `Bearer` prefix. */
export const authHeader = 'auth'
