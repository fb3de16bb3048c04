import {
  changePassphrase,
  confirmTotp,
  getFactors,
  reauthenticateMember,
  removeTotp,
  renewRecoveryCodes,
  startTotp,
} from '@muster/contracts/factors'
import { removePasskey } from '@muster/contracts/passkeys'
import type { RouteCall } from '@muster/contracts/route'
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { createPasskey, requestPasskey } from '../../lib/passkey.ts'
import { adoptSession, sessionQuery } from '../../lib/session.ts'

/** The member's own factors. */
export const factorsQuery = queryOptions({
  queryKey: ['factors'],
  queryFn: ({ signal }) => call(getFactors, { signal }),
  staleTime: 10_000,
})

const refresh = (client: QueryClient) => () => client.invalidateQueries({ queryKey: factorsQuery.queryKey })

export type ProofBody = RouteCall<typeof reauthenticateMember>['body']

/** Proves again who the member is. The session, and with it the CSRF token, is another one afterwards. */
export const proofMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: async (body: ProofBody) => adoptSession(await call(reauthenticateMember, { body }), client),
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  })

/** The same with a passkey, for a plan by its hash. */
export const passkeyProofMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: async (planHash: string | undefined) => {
      const body = { passkey: await requestPasskey(), planHash }
      return adoptSession(await call(reauthenticateMember, { body }), client)
    },
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  })

export const changePassphraseMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (password: string) => call(changePassphrase, { body: { password } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['own-sessions'] }),
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

/** The first or last passkey changes the ways to sign in as well. */
const refreshPasskeys = (client: QueryClient) => () =>
  Promise.all([refresh(client)(), client.invalidateQueries({ queryKey: sessionQuery.queryKey })])

export const addPasskeyMutation = (client: QueryClient) =>
  mutationOptions({ mutationFn: createPasskey, onSettled: refreshPasskeys(client) })

export const removePasskeyMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => call(removePasskey, { params: { id } }),
    onSettled: refreshPasskeys(client),
  })
