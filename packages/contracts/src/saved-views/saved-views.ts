import * as z from 'zod/mini'
import { route } from '../route.ts'
import { boundedSorts, columnSorts } from '../search-values.ts'
import { usersTableSchema } from '../session.ts'
import { userFilterSchema } from '../users.ts'
import { emptySchema, idSchema, plainText } from '../values.ts'

/** Most views of one member. */
export const mostViews = 50

const { selection: _, ...filter } = userFilterSchema.shape

const contentShape = {
  name: plainText(80).check(z.minLength(1)),
  search: z.object({ ...filter, sort: z.optional(z.enum([...columnSorts, ...boundedSorts])) }),
  /** The columns that are shown with it; null: those of the member. */
  columns: z.nullable(usersTableSchema.shape.columns),
}

export const savedViewSchema = z.object({ id: idSchema, ...contentShape })
export type SavedView = z.output<typeof savedViewSchema>

const base = { permission: 'users:read', stepUp: 'none', limited: 'no_users' } as const
/** A token that reads users changes nothing of its member. */
const writing = { ...base, permission: 'session:own' } as const

export const listSavedViews = route({
  ...base,
  method: 'GET',
  path: '/api/saved-views',
  summary: 'The own searches of users that the member has saved, by name',
  responses: { 200: z.object({ items: z.array(savedViewSchema) }) },
})

export const createSavedView = route({
  ...writing,
  method: 'POST',
  path: '/api/saved-views',
  summary: 'Save a search of users under a name',
  body: z.object(contentShape),
  responses: { 201: savedViewSchema },
  problems: ['conflict'],
})

export const changeSavedView = route({
  ...writing,
  method: 'PUT',
  path: '/api/saved-views/:id',
  summary: 'Rename a saved search, or save another one under its name',
  params: z.object({ id: idSchema }),
  body: z.object(contentShape),
  responses: { 200: savedViewSchema },
})

export const deleteSavedView = route({
  ...writing,
  method: 'DELETE',
  path: '/api/saved-views/:id',
  summary: 'Delete a saved search; no user changes',
  params: z.object({ id: idSchema }),
  responses: { 200: emptySchema },
})
