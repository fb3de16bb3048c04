import { createToken } from '@muster/contracts/tokens'
import { permissions } from '@muster/core/permission'
import type { ApiClient } from './api-client.ts'

/** The secret of a token that may do by the pass-through what its member may do in the page. */
export async function unattendedToken(api: ApiClient): Promise<string> {
  const scope = permissions.filter((one) => /^(users:|kore:call|tokens:unattended)/.test(one))
  const { secret } = await api.call(createToken, {
    body: { name: 'Unattended', permissions: [...scope], expiresInDays: 1 },
  })
  return secret
}

/** Sends a call of a script by token. */
export async function callByToken(
  url: string,
  secret: string,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: unknown },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: Object(await response.json()) }
}
