import type { signInRequestSchema } from '@muster/contracts/session'
import { signIn, signOut } from '@muster/contracts/session'
import { mutationOptions } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import { call } from '../../lib/api.ts'
import { adoptSession, sessionQuery } from '../../lib/session.ts'

export type SignInRequest = z.output<typeof signInRequestSchema>

export const signInMutation = mutationOptions({
  mutationFn: async (body: SignInRequest) => adoptSession(await call(signIn, { body })),
  onSuccess: (session, _body, _result, { client }) => {
    // Nothing another person has read stays.
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] })
    client.setQueryData(sessionQuery.queryKey, session)
  },
})

export const signOutMutation = mutationOptions({
  mutationFn: async () => adoptSession(await call(signOut, {})),
  onSuccess: (session, _variables, _result, { client }) => {
    client.setQueryData(sessionQuery.queryKey, session)
  },
})
