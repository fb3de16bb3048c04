import { createPlan } from '@muster/contracts/plans'
import { createI18n } from '@muster/wording/english'
import { localize } from '@muster/wording/localize'
import { message } from '@muster/wording/message'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { createCatalogues } from '../../adapters/catalogues/read-catalogue.ts'
import { ProblemError } from '../../problem-error.ts'
import { problemOf } from '../response/send-problem.ts'
import { fieldMessage } from './field-message.ts'
import { strict } from './strict-schema.ts'

const schema = z.object({
  text: z.string().check(z.minLength(2), z.maxLength(3)),
  list: z.array(z.string()).check(z.minLength(1), z.maxLength(2)),
  count: z.int().check(z.minimum(1), z.maximum(9)),
  kind: z.enum(['update', 'remove']),
  flag: z.boolean(),
  id: z.string().check(z.regex(/^u-/)),
})
const good = { text: 'ab', list: ['a'], count: 1, kind: 'update', flag: true, id: 'u-1' }

const issuesOf = (one: z.ZodMiniType, value: unknown) =>
  (strict(one).safeParse(value, { reportInput: true }).error?.issues ?? []).map(fieldMessage)

test.each([
  [{ text: undefined }, message('field.missing')],
  [{ kind: undefined }, message('field.missing')],
  [{ text: 7 }, message('field.type', { expected: message('type.string') })],
  [{ flag: 'yes' }, message('field.type', { expected: message('type.boolean') })],
  [{ count: 1.5 }, message('field.type', { expected: message('type.int') })],
  [{ text: 'a' }, message('field.too_short', { least: 2 })],
  [{ text: 'abcd' }, message('field.too_long', { most: 3 })],
  [{ list: [] }, message('field.too_few', { least: 1 })],
  [{ list: ['a', 'b', 'c'] }, message('field.too_many', { most: 2 })],
  [{ count: 0 }, message('field.too_small', { least: 1 })],
  [{ count: 10 }, message('field.too_large', { most: 9 })],
  [{ kind: 'add' }, message('field.values', { values: 'update, remove' })],
  [{ id: 'x' }, message('field.format')],
])('%j', (change, expected) => {
  expect(issuesOf(schema, { ...good, ...change })).toEqual([expected])
})

test('an identifier among other characters is named', () => {
  const plan = (value: string) => ({
    kind: 'identifiers',
    identifiers: [{ by: 'email', value }],
    change: { kind: 'remove' },
  })
  const example = message('example.email')
  expect(issuesOf(createPlan.body, plan('Ana <ana@example.com>'))).toEqual([
    message('field.identifier_meant', { example, meant: 'ana@example.com' }),
  ])
  expect(issuesOf(createPlan.body, plan('Ana'))).toEqual([message('field.identifier', { example })])
})

test('a page shows the issues of a problem in its language, and a client without one in English', async () => {
  const error = new ProblemError('invalid_request', message('problem.no_body_accepted'), {
    errors: [{ location: 'body.text', message: message('field.too_long', { most: 3 }) }],
  })
  expect(problemOf(error, 'r-1').errors).toMatchObject([{ message: 'At most 3 characters' }])
  const german = await createCatalogues()('de')
  expect(localize(german, problemOf(error, 'r-1')).errors).toMatchObject([{ message: 'Höchstens 3 Zeichen' }])
  // A page that is older than the server keeps the English sentence.
  expect(localize(createI18n('de', {}), problemOf(error, 'r-1')).errors).toMatchObject([
    { message: 'At most 3 characters' },
  ])
})
