import * as z from 'zod/mini'
import { kept } from './message.ts'
import { route } from './route.ts'
import { userFilterSchema } from './users.ts'
import { countSchema, idSchema, timeSchema } from './values.ts'

/** Users chosen by hand, or everyone matching a search, frozen on the server. */
export const selectionSchema = z.object({
  id: idSchema,
  count: countSchema,
  /** Label of the search: "all users who match: in Support and “acme”". */
  sentence: z.string(),
  sentenceMessage: kept,
  frozenAt: timeSchema,
})
export type Selection = z.output<typeof selectionSchema>

export const createSelection = route({
  method: 'POST',
  path: '/api/selections',
  summary: 'Freeze a selection',
  permission: 'plans:write',
  stepUp: 'none',
  limited: 'within',
  body: z.union([
    z.object({ matching: userFilterSchema, except: z.array(idSchema).check(z.maxLength(1000)) }),
    z.object({ userIds: z.array(idSchema).check(z.minLength(1), z.maxLength(1000)) }),
  ]),
  responses: { 201: selectionSchema },
})

export const getSelection = route({
  method: 'GET',
  path: '/api/selections/:id',
  summary: 'A frozen selection',
  permission: 'users:read',
  stepUp: 'none',
  limited: { own: 'selections' },
  params: z.object({ id: idSchema }),
  responses: { 200: selectionSchema },
})
