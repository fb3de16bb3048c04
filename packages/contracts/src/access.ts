import * as z from 'zod/mini'
import { kept } from './message.ts'
import { freshForManyRows, route } from './route.ts'
import { userFlags, userStatuses } from './search-values.ts'
import { userFilterSchema } from './users.ts'
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
    stepUp: 'none',
    limited: 'within',
    query: lookupQuery,
    responses: { 200: lookupOf(item) },
  })

export const listGroups = list('/api/access/groups', 'groups', groupSchema)
export const listRoles = list('/api/access/roles', 'roles', roleSchema)
const assignmentSchema = z.object({
  roleId: z.string(),
  /** Null: a role on the whole account. */
  botId: z.nullable(z.string()),
  /** Users with the role, directly or through groups. */
  userCount: countSchema,
})
export type AssignmentEntry = z.output<typeof assignmentSchema>

/** Only pairs with users. */
export const listAssignments = route({
  method: 'GET',
  path: '/api/access/assignments',
  summary: 'How many users have each role on each bot',
  permission: 'users:read',
  stepUp: 'none',
  limited: 'within',
  responses: { 200: z.object({ items: z.array(assignmentSchema) }) },
})

/** Only values that users have. Counts may be some seconds old. */
export const countUsers = route({
  method: 'GET',
  path: '/api/access/counts',
  summary: 'How many users have each status and flag',
  permission: 'users:read',
  stepUp: 'none',
  limited: 'within',
  responses: {
    200: z.object({
      statuses: z.array(z.object({ status: z.enum(userStatuses), userCount: countSchema })),
      flags: z.array(z.object({ flag: z.enum(userFlags), userCount: countSchema })),
    }),
  },
})

export const listBots = list('/api/access/bots', 'bots', botSchema)

const accessReport = <P extends `/${string}`>(path: P, mediaType: string) =>
  route({
    method: 'GET',
    path,
    summary: 'The access of the users that match a search, direct and through groups',
    permission: 'users:export',
    stepUp: freshForManyRows,
    limited: 'within',
    query: userFilterSchema,
    responses: { 200: { mediaType } },
  })

export const downloadAccessCsv = accessReport('/api/access/report.csv', 'text/csv')
export const downloadAccessXlsx = accessReport(
  '/api/access/report.xlsx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
)
