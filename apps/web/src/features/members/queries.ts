import { armBreakGlass, makeBreakGlass, removeBreakGlass } from '@muster/contracts/break-glass/break-glass'
import {
  addMemberRole,
  changeMember,
  changeMemberRole,
  endMemberSessions,
  inviteMember,
  listMemberRoles,
  listMembers,
  type RequestedRole,
  removeMember,
  removeMemberRole,
  renewInvitation,
} from '@muster/contracts/members'
import type { RequestedScope } from '@muster/contracts/session'
import { may, type Permission } from '@muster/core/permission'
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { breakGlassQuery } from './break-glass-query.ts'

/** Refetched on window focus, because no event reports other members. */
export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) => call(listMembers, { signal }),
  staleTime: 10_000,
})

// Also after an error, because another owner may have changed the member.
const refresh = (client: QueryClient) => () => client.invalidateQueries({ queryKey: membersQuery.queryKey })

export interface NewMember {
  readonly email: string
  readonly name: string
  readonly role: string
  readonly sendEmail: boolean
}

export const inviteMutation = (client: QueryClient) =>
  mutationOptions({ mutationFn: (body: NewMember) => call(inviteMember, { body }), onSettled: refresh(client) })

export const renewMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, sendEmail }: { readonly id: string; readonly sendEmail: boolean }) =>
      call(renewInvitation, { params: { id }, query: sendEmail ? { sendEmail: 'true' } : {} }),
    onSettled: refresh(client),
  })

export const roleMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, role }: { readonly id: string; readonly role: string }) =>
      call(changeMember, { params: { id }, body: { role } }),
    onSettled: refresh(client),
  })

export const scopeMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, scope }: { readonly id: string; readonly scope: RequestedScope }) =>
      call(changeMember, { params: { id }, body: { scope } }),
    onSettled: refresh(client),
  })

export const memberRolesQuery = queryOptions({
  queryKey: ['members', 'roles'],
  queryFn: ({ signal }) => call(listMemberRoles, { signal }),
  staleTime: 10_000,
})

/** `id` null: a new role. */
export const saveRoleMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...body }: RequestedRole & { readonly id: string | null }) =>
      id === null ? call(addMemberRole, { body }) : call(changeMemberRole, { params: { id }, body }),
    onSettled: refresh(client),
  })

export const removeRoleMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => call(removeMemberRole, { params: { id } }),
    onSettled: refresh(client),
  })

/** Starts what the page of members shows, and does not wait. */
export function prefetchMembers(client: QueryClient): void {
  void client.prefetchQuery(membersQuery)
  void client.prefetchQuery(memberRolesQuery)
  void client.prefetchQuery(breakGlassQuery)
}

/** What can be done to a member besides a new role and another link. */
export type MemberAct = 'disable' | 'enable' | 'sign_out' | 'remove'

export const actMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: async ({ id, act }: { readonly id: string; readonly act: MemberAct }) => {
      const params = { id }
      if (act === 'remove') await call(removeMember, { params })
      else if (act === 'sign_out') await call(endMemberSessions, { params })
      else await call(changeMember, { params, body: { disabled: act === 'disable' } })
    },
    onSettled: refresh(client),
  })

const refreshBreakGlass = (client: QueryClient) => () =>
  client.invalidateQueries({ queryKey: breakGlassQuery.queryKey })

export const makeBreakGlassMutation = (client: QueryClient) =>
  mutationOptions({ mutationFn: () => call(makeBreakGlass, {}), onSettled: refreshBreakGlass(client) })

export const armBreakGlassMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: { readonly secret: string; readonly code: string }) => call(armBreakGlass, { body }),
    onSettled: refreshBreakGlass(client),
  })

export const removeBreakGlassMutation = (client: QueryClient) =>
  mutationOptions({ mutationFn: () => call(removeBreakGlass, {}), onSettled: refreshBreakGlass(client) })

/** The permission that an act needs, or one of those that it grants or takes if the signed-in member lacks it. */
export function useNeeded(permission: Permission, granted: readonly Permission[]): Permission {
  const { member } = useSession()
  return granted.find((one) => member === null || !may(member, one)) ?? permission
}
