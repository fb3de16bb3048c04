import { accessFacts, type RoleHeld } from '@muster/core/account/user'
import * as z from 'zod/mini'
import { auditEntrySchema } from './audit.ts'
import { kept } from './message.ts'
import { route } from './route.ts'
import { boundedSorts, columnSorts, userFlags, userStatuses } from './search-values.ts'
import {
  cappedCountSchema,
  countSchema,
  cursorSchema,
  idSchema,
  limitSchema,
  readonlyArray,
  type SchemaOf,
  timeSchema,
} from './values.ts'

/** `relevance`, of a search by text only: whole words of names, then starts of names, addresses and IDs, then the rest. */
export const userSorts = ['relevance', ...columnSorts] as const
export type UserSort = (typeof userSorts)[number] | (typeof boundedSorts)[number]

const roleHeldSchema: SchemaOf<RoleHeld> = z.object({
  roleId: z.string(),
  botId: z.nullable(z.string()),
  viaGroups: z.array(z.string()),
})
export const accessSchema = z.object({
  groups: readonlyArray(z.string()),
  roles: readonlyArray(roleHeldSchema),
  canCreateBot: z.boolean(),
  isDeveloper: z.boolean(),
})

/** One user. Groups, roles and bots by id; names come from /api/access. */
export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  orgUserId: z.nullable(z.string()),
  status: z.enum(userStatuses),
  ...accessSchema.shape,
  /** The latest sign-in to Kore.ai; absent where Kore.ai has not reported one. */
  lastLoginAt: z.exactOptional(timeSchema),
  /** Parts of the access that were never read, or not since a change: their values prove nothing. Absent: none. */
  unread: z.exactOptional(readonlyArray(z.enum(accessFacts))),
  /** When this user was last read from Kore.ai. */
  readAt: z.nullable(timeSchema),
})
export type UserEntry = z.output<typeof userSchema>

/** A search. The same object filters a list, freezes a selection and names a template. */
export const userFilterSchema = z.object({
  /**
   * Words in any order: any substring of at least three characters of email, name, organization ID or user ID; one or two:
   * the start of a word. Terms between them: `group:"Support Tier 1"`, `role:Analyst,Tester`, `-status:active`, `no:group`,
   * `is:developer`, `is:elevated` (a role on the whole account), `is:unread` (access not read yet), `dormant:90` (days without a sign-in), by names or IDs.
   */
  q: z.optional(z.string().check(z.maxLength(500))),
  group: z.optional(idSchema),
  role: z.optional(idSchema),
  bot: z.optional(idSchema),
  flag: z.optional(z.enum(userFlags)),
  status: z.optional(z.enum(userStatuses)),
  /** Only users of this selection. */
  selection: z.optional(idSchema),
})
export type UserFilter = z.output<typeof userFilterSchema>

export const listUsers = route({
  method: 'GET',
  path: '/api/users',
  summary: 'Search users',
  permission: 'users:read',
  stepUp: 'none',
  limited: 'within',
  query: z.extend(userFilterSchema, {
    /** Absent: by relevance with `q`, else by email. `groups` and `roles`: by their number; these, `org`, `flags` and `login`: of at most 10,000 matches. */
    sort: z.optional(z.enum([...userSorts, ...boundedSorts])),
    /** `exact`: counts all matches, which takes seconds in a large directory. */
    count: z._default(z.enum(['capped', 'exact']), 'capped'),
    cursor: z.optional(cursorSchema),
    limit: limitSchema,
  }),
  responses: { 200: z.object({ items: z.array(userSchema), next: z.nullable(z.string()), count: cappedCountSchema }) },
})

export const listSimilar = route({
  method: 'GET',
  path: '/api/users/similar',
  summary: 'What the text of a search without a match may mean: names, addresses and IDs of users, the nearest first',
  permission: 'users:read',
  stepUp: 'none',
  limited: 'within',
  query: userFilterSchema,
  responses: { 200: z.object({ items: readonlyArray(z.string()) }) },
})

export const getUser = route({
  method: 'GET',
  path: '/api/users/:id',
  summary: 'One user with history',
  permission: 'users:read',
  stepUp: 'none',
  limited: 'within',
  params: z.object({ id: idSchema }),
  responses: { 200: z.object({ user: userSchema, history: z.array(auditEntrySchema) }) },
})

/** How fresh the directory is: shown on every screen. */
export const directorySchema = z.object({
  /** `forbidden`: the app's scopes do not allow reading; `reason` names the scope, and a CSV can be imported instead. */
  state: z.enum(['empty', 'loading', 'ready', 'forbidden', 'failed']),
  users: countSchema,
  /** While loading. `total` is null until Kore.ai reports it. */
  progress: z.nullable(z.object({ done: countSchema, total: z.nullable(countSchema), step: z.string() })),
  syncedAt: z.nullable(timeSchema),
  source: z.nullable(z.enum(['kore', 'csv'])),
  reason: z.nullable(z.string()),
  reasonMessage: kept,
  /** Records the latest pass could not read, whole or in part; `listUnreadable` names them. */
  unreadable: countSchema,
  /** Those of them that are not in the directory at all. */
  omitted: countSchema,
})
export type Directory = z.output<typeof directorySchema>

export const getDirectory = route({
  method: 'GET',
  path: '/api/directory',
  summary: 'How fresh the directory is',
  permission: 'users:read',
  stepUp: 'none',
  limited: 'no_users',
  responses: { 200: directorySchema },
})

/** A record of Kore.ai that could not be read. Its text comes from Kore.ai, truncated and redacted. */
export const unreadableRecordSchema = z.object({
  list: z.enum(['users', 'groups', 'roles', 'bots']),
  label: z.string(),
  labelMessage: kept,
  reason: z.string(),
  reasonMessage: kept,
  excerpt: z.nullable(z.string()),
  /** Whether the directory omits the whole record; otherwise only the part that `reason` names. */
  isOmitted: z.boolean(),
})
export type UnreadableRecordEntry = z.output<typeof unreadableRecordSchema>

export const listUnreadable = route({
  method: 'GET',
  path: '/api/directory/unreadable',
  summary: 'Records of Kore.ai that the latest sync could not read',
  permission: 'users:read',
  stepUp: 'none',
  responses: { 200: z.object({ items: z.array(unreadableRecordSchema), total: countSchema }) },
})

export const syncDirectory = route({
  method: 'POST',
  path: '/api/directory/sync',
  summary: 'Sync users, groups, roles and bots from Kore.ai',
  permission: 'directory:sync',
  stepUp: 'none',
  /** `conflict`: the store is of another account than the one Muster is connected to. */
  problems: ['conflict'],
  responses: { 202: directorySchema },
})

/** What a column of a CSV of users can be. */
export const userColumns = ['email', 'firstName', 'lastName', 'orgUserId', 'userId', 'status'] as const
export type UserColumn = (typeof userColumns)[number]

export const readDirectoryCsv = route({
  method: 'POST',
  path: '/api/directory/csv/columns',
  summary:
    'What the columns of a CSV of users would be taken for; the start of the file is enough, and nothing is loaded',
  permission: 'directory:sync',
  stepUp: 'none',
  body: 'raw',
  maxBytes: 1024 * 1024,
  responses: {
    200: z.object({
      columns: z.array(
        z.object({ header: z.string(), mapping: z.nullable(z.enum(userColumns)), samples: z.array(z.string()) }),
      ),
    }),
  },
  problems: ['file_refused'],
})

export const importDirectoryCsv = route({
  method: 'POST',
  path: '/api/directory/csv',
  summary: 'Load the directory from a CSV of users, where reading is forbidden',
  permission: 'directory:sync',
  stepUp: 'none',
  query: z.object({
    /** Mapping of each column, in file order, separated by commas; empty for an unused one. Absent: by its header. */
    columns: z.optional(z.string().check(z.maxLength(2000))),
  }),
  body: 'raw',
  maxBytes: 25 * 1024 * 1024,
  responses: {
    200: z.object({
      directory: directorySchema,
      loaded: countSchema,
      refused: z.array(z.object({ row: countSchema, reason: z.string(), reasonMessage: kept })),
      /** Detected mapping of each column, in file order. */
      columns: z.array(z.object({ header: z.string(), mapping: z.nullable(z.string()) })),
    }),
  },
  problems: ['file_refused', 'conflict'],
})
