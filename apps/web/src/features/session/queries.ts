import { acceptInvitation, readInvitation } from '@muster/contracts/members'
import type { signInRequestSchema } from '@muster/contracts/session'
import {
  endOtherSessions,
  endSession,
  listSessions,
  type Session,
  setLanguage,
  signIn,
  signOut,
} from '@muster/contracts/session'
import type { Language } from '@muster/core/language'
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import { call } from '../../lib/api.ts'
import { ApiError } from '../../lib/api-error.ts'
import { switchLanguage } from '../../lib/language/active-language.ts'
import { requestPasskey } from '../../lib/passkey.ts'
import { adoptSession, announceSignOut, leaveSession, sessionQuery } from '../../lib/session.ts'

export type SignInRequest = z.output<typeof signInRequestSchema>
export type Account = Extract<SignInRequest, { email: string }>

function enter(session: Session, client: QueryClient): void {
  // Discard the data of another member.
  if (client.getQueryData(sessionQuery.queryKey)?.member?.id !== session.member?.id)
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] })
  client.setQueryData(sessionQuery.queryKey, session)
}

export const signInMutation = mutationOptions({
  mutationFn: async (body: SignInRequest, { client }) => adoptSession(await call(signIn, { body }), client),
  onSuccess: (session, _body, _result, { client }) => enter(session, client),
})

/** Signs in with a passkey: alone, or as the second factor of an account. */
export const passkeySignInMutation = mutationOptions({
  mutationFn: async (account: Account | null, { client }) => {
    const passkey = await requestPasskey()
    const body = account === null ? { passkey } : { email: account.email, password: account.password, passkey }
    return adoptSession(await call(signIn, { body }), client)
  },
  onSuccess: (session, _account, _result, { client }) => enter(session, client),
})

/** The member of an invitation. Its token is never refetched: it works once. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(readInvitation, { body: { token }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const acceptInvitationMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: async (body: { readonly token: string; readonly password: string }) =>
      adoptSession(await call(acceptInvitation, { body }), client),
    onSuccess: (session) => enter(session, client),
  })

export const signOutMutation = mutationOptions({
  mutationFn: () => call(signOut, { endsSession: true }),
  onSuccess: ({ continueAt }, _variables, _result, { client }) => {
    leaveSession(client)
    announceSignOut()
    if (continueAt !== null) window.location.assign(continueAt)
  },
  onError: (error, _variables, _result, { client }) => {
    if (error instanceof ApiError && error.problem.code === 'not_signed_in') leaveSession(client)
  },
})

export const setLanguageMutation = mutationOptions({
  mutationFn: (language: Language) => call(setLanguage, { body: { language } }),
  onSuccess: ({ language }) => switchLanguage(language),
})

/** The member's sessions. Refetched on window focus, because no event reports other sessions. */
export const ownSessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: async ({ signal }) => (await call(listSessions, { signal })).items,
  staleTime: 10_000,
})

export const endSessionMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => call(endSession, { params: { id } }),
    // Also after an error, because the session may have ended by itself.
    onSettled: () => client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey }),
  })

export const endOthersMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => call(endOtherSessions, {}),
    onSettled: () => client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey }),
  })
