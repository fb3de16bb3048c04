import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Sandbox } from './start-sandbox.ts'

/** A response in the sandbox's own specs. */
export type Got = { readonly status: number; readonly headers: Headers; readonly text: string; readonly body: unknown }

type Claims = Record<string, unknown>

/** Signs a token as documented; `claims` replaces all of them. */
export function token(
  sandbox: Pick<Sandbox, 'clientId' | 'clientSecret'>,
  claims?: Claims,
  secret = sandbox.clientSecret,
  alg = 'HS256',
): Promise<string> {
  const seconds = Math.floor(Date.now() / 1000)
  const plain = { appId: sandbox.clientId, sub: '1234567890', iat: seconds, exp: seconds + 60, jti: randomUUID() }
  return new SignJWT(claims ?? plain).setProtectedHeader({ alg, typ: 'JWT' }).sign(new TextEncoder().encode(secret))
}

/** Calls the sandbox with a fresh token; `auth: null` sends none. */
export async function call(
  sandbox: Pick<Sandbox, 'url' | 'clientId' | 'clientSecret'>,
  request: string,
  options: { readonly body?: unknown; readonly auth?: string | null; readonly signal?: AbortSignal } = {},
): Promise<Got> {
  const [method = 'GET', path = '/'] = request.split(' ')
  const auth = options.auth === undefined ? await token(sandbox) : options.auth
  const body = typeof options.body === 'string' ? options.body : JSON.stringify(options.body)
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(auth === null ? {} : { auth }) },
    ...(body === undefined ? {} : { body }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Some calls expect garbage.
    return undefined
  }
}
