import type { Identifier } from '@muster/core/account/user'
import type { Change, EraseScope, ListChange, RoleOnBot } from '@muster/core/change/change'
import { isIdentifier, readIdentifier } from '@muster/core/identifier/read-identifier'
import { causeCodes } from '@muster/core/outcome/cause'
import type { Fix } from '@muster/core/plan/fix'
import type { PlanItem, PlanNote, Step } from '@muster/core/plan/plan'
import * as z from 'zod/mini'
import { kept, messageSchema } from './message.ts'
import { route } from './route.ts'
import { planSourceKinds } from './search-values.ts'
import { accessSchema } from './users.ts'
import {
  countSchema,
  cursorSchema,
  eraseScopeOf,
  idSchema,
  limitSchema,
  listChangeOf,
  numberSchema,
  plainText,
  readonlyArray,
  type SchemaOf,
  timeSchema,
} from './values.ts'

/** Of a refused, skipped or failed item. */
export const causeSchema = z.enum(causeCodes)

export const roleOnBotSchema: SchemaOf<RoleOnBot> = z.object({ roleId: z.string(), botId: z.nullable(z.string()) })

function changeOf(parts: {
  readonly groups: SchemaOf<ListChange<string>>
  readonly roles: SchemaOf<ListChange<RoleOnBot>>
  readonly scope: SchemaOf<EraseScope>
}): SchemaOf<Change> {
  return z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('update'),
      groups: z.exactOptional(parts.groups),
      roles: z.exactOptional(parts.roles),
      canCreateBot: z.exactOptional(z.boolean()),
      isDeveloper: z.exactOptional(z.boolean()),
    }),
    z.object({ kind: z.literal('remove') }),
    z.object({ kind: z.literal('erase'), scope: parts.scope }),
  ])
}

export const eraseScopeSchema = eraseScopeOf(z.string())
export const changeSchema = changeOf({
  groups: listChangeOf(z.array(z.string())),
  roles: listChangeOf(z.array(roleOnBotSchema)),
  scope: eraseScopeSchema,
})

export const identifierSchema: SchemaOf<Identifier> = z.discriminatedUnion('by', [
  z.object({ by: z.literal('email'), value: z.string() }),
  z.object({ by: z.literal('orgUserId'), value: z.string() }),
  z.object({ by: z.literal('userId'), value: z.string() }),
  z.object({ by: z.literal('channelUserId'), value: z.string(), channelId: z.nullable(z.string()) }),
])

const requestedId = plainText(200)
const requestedRoleSchema: SchemaOf<RoleOnBot> = z.object({ roleId: requestedId, botId: z.nullable(requestedId) })

/** A requested change: `changeSchema` within limits. */
export const changeRequestSchema = changeOf({
  groups: listChangeOf(z.array(requestedId).check(z.maxLength(1000))),
  roles: listChangeOf(z.array(requestedRoleSchema).check(z.maxLength(1000))),
  scope: eraseScopeOf(requestedId),
})

/** Names the kind of the identifier and, if the text contains one, the identifier in it. */
function issueOf(identifier: Identifier): { readonly by: Identifier['by']; readonly meant: string | null } {
  const reading = readIdentifier(identifier.by, identifier.value)
  const meant = reading.kind === 'one' && isIdentifier({ ...identifier, value: reading.value }) ? reading.value : null
  return { by: identifier.by, meant }
}

/** Whether it is read as it is, letter by letter: files and lists read full-width forms as the usual ones. */
function isPlain({ by, value }: Identifier): boolean {
  const reading = readIdentifier(by, value)
  return reading.kind === 'one' && reading.value === value.normalize('NFC')
}

const identifierCheck = () =>
  z.superRefine<Identifier>((identifier, context) => {
    if (!isIdentifier(identifier) || !isPlain(identifier))
      context.addIssue({ code: 'custom', path: ['value'], params: issueOf(identifier) })
  })
const identifierText = plainText(500)

/** A requested identifier: `identifierSchema` in a form that Kore.ai documents. */
export const identifierRequestSchema: SchemaOf<Identifier> = z.discriminatedUnion('by', [
  z.object({ by: z.literal('email'), value: identifierText }).check(identifierCheck()),
  z.object({ by: z.literal('orgUserId'), value: identifierText }).check(identifierCheck()),
  z.object({ by: z.literal('userId'), value: identifierText }).check(identifierCheck()),
  z
    .object({ by: z.literal('channelUserId'), value: identifierText, channelId: z.nullable(plainText(200)) })
    .check(identifierCheck()),
])

const fixSchema: SchemaOf<Fix> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('replace_role'), from: requestedRoleSchema, to: requestedRoleSchema }),
  z.object({ kind: z.literal('drop_role'), role: requestedRoleSchema }),
  z.object({ kind: z.literal('replace_bot'), from: requestedId, to: requestedId }),
  z.object({ kind: z.literal('replace_group'), from: requestedId, to: requestedId }),
  z.object({ kind: z.literal('drop_group'), group: requestedId }),
  z.object({ kind: z.enum(['developer_on', 'bot_creation_off']) }),
  z.object({ kind: z.literal('replace_identifier'), seq: numberSchema, to: identifierRequestSchema }),
])

/** Source of the changes of a plan. */
export const planSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('selection'), selectionId: idSchema, change: changeRequestSchema }),
  z.object({
    kind: z.literal('identifiers'),
    identifiers: z.array(identifierRequestSchema).check(z.minLength(1), z.maxLength(10_000)),
    change: changeRequestSchema,
  }),
  z.object({
    kind: z.literal('upload'),
    uploadId: idSchema,
    /** The same for every user of the file, in place of what its rows request. */
    change: z.exactOptional(changeRequestSchema),
  }),
  /** The retriable items of a job: one cause, one item, or all. `change` replaces the requested change (a fix). */
  z.object({
    kind: z.literal('retry'),
    jobId: idSchema,
    cause: z.optional(causeSchema),
    /** `key` of an entry in `details` of a failure group: only its items. */
    details: z.optional(plainText(300)),
    seqs: z.optional(z.array(numberSchema).check(z.minLength(1), z.maxLength(10_000))),
    fix: z.optional(fixSchema),
  }),
  z.object({ kind: z.literal('undo'), jobId: idSchema }),
  /** Replaces a draft by a plan of its users with another change, without some, and with others. */
  z.object({
    kind: z.literal('edit'),
    planId: idSchema,
    change: changeRequestSchema,
    /** Items of the draft to exclude. */
    without: z.array(numberSchema).check(z.maxLength(10_000)),
    add: z.array(identifierRequestSchema).check(z.maxLength(10_000)),
  }),
])
export type PlanSource = z.output<typeof planSourceSchema>

export const planNoteSchema: SchemaOf<PlanNote> = z.object({
  code: causeSchema,
  details: z.record(z.string(), z.string()),
})
export const stepSchema: SchemaOf<Step> = z.discriminatedUnion('field', [
  z.object({ field: z.literal('group'), op: z.enum(['add', 'remove']), groupId: z.string() }),
  z.object({
    field: z.literal('role'),
    op: z.enum(['add', 'remove']),
    roleId: z.string(),
    botId: z.nullable(z.string()),
  }),
  z.object({ field: z.literal('canCreateBot'), from: z.boolean(), to: z.boolean() }),
  z.object({ field: z.literal('isDeveloper'), from: z.boolean(), to: z.boolean() }),
  z.object({ field: z.literal('account'), op: z.literal('remove') }),
  z.object({ field: z.literal('data'), op: z.literal('erase'), scope: eraseScopeSchema }),
])

export const itemUserSchema: SchemaOf<NonNullable<PlanItem['user']>> = z.object({
  id: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  orgUserId: z.nullable(z.string()),
})

export const planItemSchema = z.object({
  seq: countSchema,
  row: z.nullable(countSchema),
  identifier: identifierSchema,
  user: z.nullable(itemUserSchema),
  change: changeSchema,
  before: z.nullable(accessSchema),
  after: z.nullable(accessSchema),
  steps: readonlyArray(stepSchema),
  disposition: z.enum(['change', 'unchanged', 'blocked']),
  blockers: readonlyArray(planNoteSchema),
  warnings: readonlyArray(planNoteSchema),
})
export type PlanItemEntry = z.output<typeof planItemSchema>

export const planSummarySchema = z.object({
  total: countSchema,
  dispositions: z.object({ change: countSchema, unchanged: countSchema, blocked: countSchema }),
  kinds: z.object({ update: countSchema, remove: countSchema, erase: countSchema }),
  effects: z.array(
    z.object({
      key: z.string(),
      /** In words: "Tester on Billing". */
      label: z.string(),
      labelMessage: kept,
      added: countSchema,
      removed: countSchema,
      /** A group that brings an admin role to users who join it. */
      grantsAdmin: z.optional(z.literal(true)),
    }),
  ),
  blockers: z.partialRecord(causeSchema, countSchema),
  warnings: z.partialRecord(causeSchema, countSchema),
})

export const planSchema = z.object({
  id: idSchema,
  /** Title: "Tester on Billing · 38 users". */
  title: z.string(),
  titleMessage: kept,
  /** The name that a member gave it; null without one. */
  name: z.nullable(z.string()),
  source: z.enum(planSourceKinds),
  state: z.enum(['computing', 'ready', 'failed', 'applied', 'expired', 'replaced']),
  /** Why it failed, in a sentence; null otherwise. */
  problem: z.nullable(z.string()),
  problemMessage: kept,
  /** Items planned so far, while computing. */
  progress: countSchema,
  summary: planSummarySchema,
  /** SHA-256 over the items in order. Apply sends it, to apply exactly the reviewed plan. Null until ready. */
  hash: z.nullable(z.string()),
  /** Applying it needs a proof of who applies it, for this very plan. */
  needsProof: z.boolean(),
  /** What to type to apply: nothing, the number of users, or a word. `prompt` names the effect and the account. */
  confirmation: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none'), prompt: z.optional(z.string()) }),
    z.object({ kind: z.literal('count'), text: z.string(), prompt: z.optional(z.string()) }),
    /** `word`: the text in the language of the reader, who may type that. Send `text`. */
    z.object({ kind: z.literal('word'), text: z.string(), word: messageSchema, prompt: z.optional(z.string()) }),
  ]),
  /** Verdict of the guards on this plan, now. */
  guard: z.object({
    /** Users in the account in the last 24 hours, the removed ones included; 0 when unknown. */
    accountUsers: countSchema,
    /** Users and people touched, including the removals and erasures of 24 hours if `withToday`. */
    touched: countSchema,
    percent: z.nullable(z.number()),
    withToday: z.boolean(),
    /** Why it cannot be applied; null when it can. */
    refusal: z.nullable(z.string()),
    refusalMessage: kept,
    /** How long its job waits before the first call. */
    startsInSeconds: countSchema,
    /** The one user it changes; null when it changes more. */
    only: z.nullable(z.string()),
  }),
  /** The job this plan became, once applied. */
  jobId: z.nullable(idSchema),
  /** The job this plan retries or undoes. */
  parentJobId: z.nullable(idSchema),
  /** The plan that an edit made of this draft. */
  replacedBy: z.nullable(idSchema),
  /** The change requested for every user; null where each has its own. */
  change: z.nullable(changeSchema),
  /** Whether an edit can make another plan of it. */
  isEditable: z.boolean(),
  /** The file this plan was made of. */
  uploadId: z.nullable(idSchema),
  createdBy: z.string(),
  createdAt: timeSchema,
  /** How fresh the directory was. */
  directoryAt: z.nullable(timeSchema),
})
export type PlanEntry = z.output<typeof planSchema>

const byId = z.object({ id: idSchema })

const ofOwnPlan = { stepUp: 'none', limited: { own: 'plans' } } as const
const withinLimit = { stepUp: 'none', limited: 'within' } as const

export const createPlan = route({
  method: 'POST',
  path: '/api/plans',
  summary: 'Plan changes: compare them with the directory. Nothing is sent',
  permission: 'plans:write',
  ...withinLimit,
  body: planSourceSchema,
  responses: { 201: planSchema },
  problems: ['conflict'],
})

export const getPlan = route({
  method: 'GET',
  path: '/api/plans/:id',
  summary: 'A plan with its counts and effects',
  permission: 'plans:read',
  ...ofOwnPlan,
  params: byId,
  responses: { 200: planSchema },
})

export const listPlanItems = route({
  method: 'GET',
  path: '/api/plans/:id/items',
  summary: 'The users of a plan, before and after',
  permission: 'plans:read',
  ...ofOwnPlan,
  params: byId,
  query: z.object({
    disposition: z.optional(z.enum(['change', 'unchanged', 'blocked'])),
    /** Key of an effect in the summary. */
    effect: z.optional(plainText(300)),
    cause: z.optional(causeSchema),
    q: z.optional(plainText(200)),
    cursor: z.optional(cursorSchema),
    limit: limitSchema,
  }),
  responses: { 200: z.object({ items: z.array(planItemSchema), next: z.nullable(z.string()) }) },
})

export const applyPlan = route({
  method: 'POST',
  path: '/api/plans/:id/apply',
  summary: 'Apply a plan exactly as reviewed. Send an Idempotency-Key to be safe against repeats',
  permission: 'plans:apply',
  stepUp: { kind: 'plan', tokens: 'tokens:unattended' },
  limited: { own: 'plans' },
  params: byId,
  body: z.object({
    hash: z.string(),
    /** The typed confirmation, if the plan needs one. */
    confirmation: z.optional(z.string().check(z.maxLength(200))),
  }),
  responses: { 201: z.object({ jobId: idSchema }), 200: z.object({ jobId: idSchema }) },
  problems: [
    'guard_refused',
    'approval_required',
    'plan_not_ready',
    'plan_already_applied',
    'confirmation_mismatch',
    'idempotency_mismatch',
    'conflict',
  ],
})
