import { t } from '@lingui/core/macro'
import {
  type BotEntry,
  type GroupEntry,
  listBots,
  listGroups,
  listRoles,
  type RoleEntry,
} from '@muster/contracts/access'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from './api.ts'

const staleTime = 5 * 60_000

export const accessKey = ['access'] as const
export const groupsQuery = queryOptions({
  queryKey: [...accessKey, 'groups'],
  queryFn: ({ signal }) => call(listGroups, { signal }),
  staleTime,
})
export const rolesQuery = queryOptions({
  queryKey: [...accessKey, 'roles'],
  queryFn: ({ signal }) => call(listRoles, { signal }),
  staleTime,
})
export const botsQuery = queryOptions({
  queryKey: [...accessKey, 'bots'],
  queryFn: ({ signal }) => call(listBots, { signal }),
  staleTime,
})

/** Names of groups, roles and bots by ID. An ID without a name is shown as an ID, not as if it were a name. */
export interface AccessNames {
  readonly group: (id: string) => string
  /** A group through which a role comes. Kore.ai gives its name, or its ID. */
  readonly via: (nameOrId: string) => string
  readonly role: (id: string) => string
  readonly bot: (id: string) => string
  /** "Tester on Billing"; an admin role by its name alone. */
  readonly roleOnBot: (role: { readonly roleId: string; readonly botId: string | null }) => string
}

export interface AccessLists {
  readonly groups: readonly GroupEntry[]
  readonly roles: readonly RoleEntry[]
  readonly bots: readonly BotEntry[]
}

function nameIn(entries: readonly { readonly id: string; readonly name: string }[]): (id: string) => string {
  const names = new Map(entries.map((entry) => [entry.id, entry.name]))
  return (id) => names.get(id) ?? (entries === loading ? '…' : t`ID ${id}`)
}

export function accessNames(lists: AccessLists): AccessNames {
  const group = nameIn(lists.groups)
  const role = nameIn(lists.roles)
  const bot = nameIn(lists.bots)
  const groupNames = new Map(lists.groups.map(({ id, name }) => [id, name]))
  return {
    group,
    via: (nameOrId) => groupNames.get(nameOrId) ?? nameOrId,
    role,
    bot,
    roleOnBot: ({ roleId, botId }) =>
      botId === null ? role(roleId) : t`${{ role: role(roleId) }} on ${{ bot: bot(botId) }}`,
  }
}

const none: readonly never[] = []
/** A list that is not loaded yet: its names are unknown for a moment only. */
const loading: readonly never[] = []

interface ListQuery<T> {
  readonly data: { readonly items: readonly T[] } | undefined
  readonly isPending: boolean
}

const itemsOf = <T>({ data, isPending }: ListQuery<T>): readonly T[] => data?.items ?? (isPending ? loading : none)

/** The groups, roles and bots of the account; empty until loaded. */
export function useAccessLists(): AccessLists {
  const groups = itemsOf(useQuery(groupsQuery))
  const roles = itemsOf(useQuery(rolesQuery))
  const bots = itemsOf(useQuery(botsQuery))
  return useMemo(() => ({ groups, roles, bots }), [groups, roles, bots])
}

/** Why Kore.ai does not return a list, in a sentence; null if it does. */
export function useAccessReasons(): { readonly [K in keyof AccessLists]: string | null } {
  return {
    groups: useQuery(groupsQuery).data?.reason ?? null,
    roles: useQuery(rolesQuery).data?.reason ?? null,
    bots: useQuery(botsQuery).data?.reason ?? null,
  }
}

export function useAccessNames(): AccessNames {
  const lists = useAccessLists()
  return useMemo(() => accessNames(lists), [lists])
}
