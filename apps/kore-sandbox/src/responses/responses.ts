import type { Profile, SandboxResponse } from '../world.ts'

export const ok = (body: unknown): SandboxResponse => ({ status: 200, body })

/** A request refused as a whole; `code` is the status except for 4002. */
export function refused(status: number, msg: string, code: number = status): SandboxResponse {
  return { status, body: { errors: [{ msg, code }] } }
}

/** The long reason object; the newer pages show it without `_headers`. */
export function reasonObject(profile: Profile, msg: string, code = 400): object {
  return {
    statusCode: code,
    status: code,
    customCode: code,
    errors: [{ msg, code }],
    ...(profile === 'xo' ? { _headers: {} } : {}),
    message: msg,
    name: 'BadRequest',
  }
}

/** Observed as plain text on XO, documented as `{ errors }` for newer servers. */
export function malformedEmailReason(profile: Profile): unknown {
  return profile === 'xo' ? 'Invalid emailId' : { errors: [{ msg: 'INVALID_EMAIL', code: 400 }] }
}

/** Mongoose's error for an invalid id. Kore.ai docs: Update User API, failure case. */
export function castError(value: string): object {
  return {
    message: `Cast to ObjectId failed for value "${value}" at path "_id" for model "Roles"`,
    stringValue: `"${value}"`,
    kind: 'ObjectId',
    value,
    path: '_id',
  }
}

export const userNotFound = 'User not found. Please check the provided email address.'
export const invalidValues = 'Invalid values in the body'
export const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text)
