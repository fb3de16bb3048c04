import { inviteMember } from '@muster/contracts/members'
import type { RequestedScope } from '@muster/contracts/session'
import { expect } from 'vitest'
import { type ApiClient, openApiClient } from './api-client.ts'
import type { Backend } from './backend.ts'

/** The passphrase of members who join. */
export const joinedPassword = 'seven quiet rivers'

/** A member who accepted an invitation, signed in. */
export async function joinMember(
  { api, url }: Pick<Backend, 'api' | 'url'>,
  email: string,
  role: string,
  scope: RequestedScope | null = null,
): Promise<{ readonly id: string; readonly api: ApiClient }> {
  const { member, link } = await api.call(inviteMember, { body: { email, name: email, role, scope } })
  const token = new URL(link).hash.slice('#token='.length)
  const response = await fetch(`${url}/api/invitation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token, password: joinedPassword }),
  })
  expect(response.status).toBe(200)
  return { id: member.id, api: await openApiClient(url, { email, password: joinedPassword }) }
}
