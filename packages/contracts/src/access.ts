import * as z from 'zod/mini'
import { kept } from './message.ts'
import { route } from './route.ts'
import { countSchema } from './values.ts'

const lookupQuery = z.object({ q: z.optional(z.string().check(z.maxLength(200))) })
/** `known` is false if the app's scopes forbid reading this list; `reason` is the sentence for users. */
const lookupOf = <S extends z.ZodMiniType>(item: S) =>
  z.object({ items: z.array(item), known: z.boolean(), reason: z.nullable(z.string()), reasonMessage: kept })

export const groupSchema = z.object({ id: z.string(), name: z.string(), userCount: countSchema })
export const roleSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['admin', 'bot']),
  userCount: countSchema,
})
export const botSchema = z.object({ id: z.string(), name: z.string(), userCount: countSchema })
export type GroupEntry = z.output<typeof groupSchema>
export type RoleEntry = z.output<typeof roleSchema>
export type BotEntry = z.output<typeof botSchema>

const list = <P extends `/${string}`, S extends z.ZodMiniType>(path: P, what: string, item: S) =>
  route({
    method: 'GET',
    path,
    summary: `The account's ${what}, by name`,
    permission: 'users:read',
    query: lookupQuery,
    responses: { 200: lookupOf(item) },
  })

export const listGroups = list('/api/access/groups', 'groups', groupSchema)
export const listRoles = list('/api/access/roles', 'roles', roleSchema)
export const listBots = list('/api/access/bots', 'bots', botSchema)
