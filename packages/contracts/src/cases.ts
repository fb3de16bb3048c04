import { caseStates, mostPeople } from '@muster/core/erasure-case/case-state'
import * as z from 'zod/mini'
import { identifierRequestSchema, identifierSchema } from './plans.ts'
import { route } from './route.ts'
import { caseFilters, erasureStates } from './search-values.ts'
import {
  countSchema,
  cursorSchema,
  idSchema,
  limitSchema,
  pageOf,
  plainText,
  storableText,
  timeSchema,
} from './values.ts'

const day = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/))

/** A request by data subjects, from its receipt to its evidence. */
export const caseSchema = z.object({
  id: idSchema,
  /** The number of the request in the requester's or the organization's files. */
  reference: z.string(),
  requester: z.string(),
  state: z.enum(caseStates),
  people: z.array(identifierSchema),
  receivedAt: timeSchema,
  /** The legal deadline. */
  dueAt: timeSchema,
  isOverdue: z.boolean(),
  hold: z.nullable(z.object({ by: z.string(), at: timeSchema, reason: z.string() })),
  /** The plan of its erasure. */
  planId: z.nullable(idSchema),
  jobId: z.nullable(idSchema),
  /** The requests at Kore.ai; each has a signed receipt. */
  erasures: z.array(z.object({ id: idSchema, requestId: z.nullable(z.string()), state: z.enum(erasureStates) })),
  closed: z.nullable(z.object({ by: z.string(), at: timeSchema, note: z.string() })),
  openedBy: z.string(),
  openedAt: timeSchema,
})
export type CaseEntry = z.output<typeof caseSchema>

/** A case with its checks: a person who is still a user, or owns bots, is removed first. */
export const caseDetailsSchema = z.extend(caseSchema, {
  checks: z.array(
    z.object({
      identifier: identifierSchema,
      /** The user of the account with this identifier; null if there is none. */
      user: z.nullable(z.object({ id: idSchema, name: z.string(), email: z.string() })),
      ownedBots: countSchema,
    }),
  ),
})
export type CaseDetails = z.output<typeof caseDetailsSchema>

const byId = { params: z.object({ id: idSchema }) }
const reason = storableText(1000).check(z.trim(), z.minLength(1))

export const listCases = route({
  method: 'GET',
  path: '/api/erasure-cases',
  summary: 'Erasure cases, the earliest deadline first',
  permission: 'erasures:read',
  stepUp: 'none',
  query: z.object({
    show: z._default(z.enum(caseFilters), 'open'),
    q: z.optional(storableText(200)),
    cursor: z.optional(cursorSchema),
    limit: limitSchema,
  }),
  responses: { 200: pageOf(caseSchema) },
})

export const getCase = route({
  method: 'GET',
  path: '/api/erasure-cases/:id',
  summary: 'One erasure case with its checks',
  permission: 'erasures:read',
  stepUp: 'none',
  ...byId,
  responses: { 200: caseDetailsSchema },
})

export const openCase = route({
  method: 'POST',
  path: '/api/erasure-cases',
  summary: 'Record a request by data subjects',
  permission: 'users:erase',
  stepUp: 'none',
  body: z.object({
    reference: plainText(100).check(z.trim(), z.minLength(1)),
    requester: plainText(320).check(z.trim(), z.minLength(1)),
    /** A day, in UTC. */
    receivedOn: day,
    /** The end of this day in UTC; by default the period that the settings name. */
    dueOn: z.optional(day),
    people: z.array(identifierRequestSchema).check(z.minLength(1), z.maxLength(mostPeople)),
  }),
  responses: { 201: caseSchema },
  problems: ['conflict'],
})

export const holdCase = route({
  method: 'POST',
  path: '/api/erasure-cases/:id/hold',
  summary: 'Put a case on hold; its plan can no longer be applied',
  permission: 'users:erase',
  stepUp: 'none',
  ...byId,
  body: z.object({ reason }),
  responses: { 200: caseSchema },
  problems: ['conflict'],
})

export const releaseCase = route({
  method: 'POST',
  path: '/api/erasure-cases/:id/release',
  summary: 'End the hold of a case',
  permission: 'users:erase',
  stepUp: 'none',
  ...byId,
  responses: { 200: caseSchema },
  problems: ['conflict'],
})

export const planCase = route({
  method: 'POST',
  path: '/api/erasure-cases/:id/plan',
  summary: 'Plan the removal of its users, or the erasure; the plan is applied like any other',
  permission: { in: 'body', field: 'kind', permissions: { remove: 'plans:write', erase: 'users:erase' } },
  stepUp: 'none',
  ...byId,
  body: z.object({ kind: z.enum(['remove', 'erase']) }),
  responses: { 201: z.object({ planId: idSchema }) },
  problems: ['conflict'],
})

export const closeCase = route({
  method: 'POST',
  path: '/api/erasure-cases/:id/close',
  summary: 'Close a case with a note',
  permission: 'users:erase',
  stepUp: 'none',
  ...byId,
  body: z.object({ note: reason }),
  responses: { 200: caseSchema },
  problems: ['conflict'],
})
