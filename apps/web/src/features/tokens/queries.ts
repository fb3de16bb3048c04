import { createToken, listTokens, revokeToken } from '@muster/contracts/tokens'
import type { Permission } from '@muster/core/permission'
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'

/** The member's own tokens. Refetched on window focus, because no event reports their use. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => call(listTokens, { signal }),
  staleTime: 10_000,
})

const refresh = (client: QueryClient) => () => client.invalidateQueries({ queryKey: tokensQuery.queryKey })

export interface NewToken {
  readonly name: string
  readonly permissions: Permission[]
  readonly expiresInDays: number
}

export const createTokenMutation = (client: QueryClient) =>
  mutationOptions({ mutationFn: (body: NewToken) => call(createToken, { body }), onSettled: refresh(client) })

export const revokeTokenMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => call(revokeToken, { params: { id } }),
    // Also after an error, because an owner may have revoked it.
    onSettled: refresh(client),
  })
