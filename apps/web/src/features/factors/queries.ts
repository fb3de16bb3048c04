import {
  confirmTotp,
  getFactors,
  reauthenticateMember,
  removeTotp,
  renewRecoveryCodes,
  startTotp,
} from '@muster/contracts/factors'
import type { RouteCall } from '@muster/contracts/route'
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { adoptSession, sessionQuery } from '../../lib/session.ts'

/** The member's own factors. */
export const factorsQuery = queryOptions({
  queryKey: ['factors'],
  queryFn: ({ signal }) => call(getFactors, { signal }),
  staleTime: 10_000,
})

const refresh = (client: QueryClient) => () => client.invalidateQueries({ queryKey: factorsQuery.queryKey })

export type Proof = RouteCall<typeof reauthenticateMember>['body']

/** Proves again who the member is. The session, and with it the CSRF token, is another one afterwards. */
export const proofMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: async (body: Proof) => adoptSession(await call(reauthenticateMember, { body }), client),
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  })

export const startTotpMutation = mutationOptions({ mutationFn: () => call(startTotp, {}) })

export const confirmTotpMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (code: string) => call(confirmTotp, { body: { code } }),
    onSuccess: refresh(client),
  })

export const removeTotpMutation = (client: QueryClient) =>
  mutationOptions({ mutationFn: () => call(removeTotp, {}), onSettled: refresh(client) })

export const renewCodesMutation = (client: QueryClient) =>
  mutationOptions({ mutationFn: () => call(renewRecoveryCodes, {}), onSettled: refresh(client) })
