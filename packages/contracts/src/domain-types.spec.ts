import type { Access, Identifier } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import type { Fix } from '@muster/core/plan/fix'
import type { PlanItem, Step } from '@muster/core/plan/plan'
import { describe, expect, expectTypeOf, test } from 'vitest'
import * as z from 'zod/mini'
import { changeRequestSchema, changeSchema, type PlanItemEntry, type PlanSource, type stepSchema } from './plans.ts'
import type { accessSchema } from './users.ts'

type RequestedChange = z.output<typeof changeRequestSchema>
type RequestedFix = NonNullable<Extract<PlanSource, { kind: 'retry' }>['fix']>
type RequestedIdentifier = Extract<PlanSource, { kind: 'identifiers' }>['identifiers'][number]

describe('the types of the contracts are assignable to those of core, and back', () => {
  test('changes, identifiers and fixes', () => {
    expectTypeOf<RequestedChange>().toExtend<Change>()
    expectTypeOf<Change>().toExtend<RequestedChange>()
    expectTypeOf<RequestedIdentifier>().toExtend<Identifier>()
    expectTypeOf<Identifier>().toExtend<RequestedIdentifier>()
    expectTypeOf<RequestedFix>().toExtend<Fix>()
    expectTypeOf<Fix>().toExtend<RequestedFix>()
  })

  test('items, steps and access', () => {
    expectTypeOf<PlanItemEntry>().toExtend<PlanItem>()
    expectTypeOf<PlanItem>().toExtend<PlanItemEntry>()
    expectTypeOf<z.output<typeof stepSchema>>().toExtend<Step>()
    expectTypeOf<Step>().toExtend<z.output<typeof stepSchema>>()
    expectTypeOf<z.output<typeof accessSchema>>().toExtend<Access>()
    expectTypeOf<Access>().toExtend<z.output<typeof accessSchema>>()
  })
})

test.each([changeSchema, changeRequestSchema])('an optional field is absent, never undefined', (schema) => {
  expect(z.safeParse(schema, { kind: 'update', isDeveloper: true }).data).toEqual({ kind: 'update', isDeveloper: true })
  expect(z.safeParse(schema, { kind: 'update', isDeveloper: undefined }).success).toBe(false)
})
