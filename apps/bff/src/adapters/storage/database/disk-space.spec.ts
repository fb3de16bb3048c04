import { expect, test } from 'vitest'
import { writes } from './disk-space.ts'

test.each([
  'insert into "jobs" ("id") values ($1)',
  'with c as materialized (select 1) update job_items i set state = $1 from c',
  "update jobs set reason = 'it''s full'",
  'vacuum (analyze) public.users',
])('%s writes', (text) => {
  expect(writes(text)).toBe(true)
})

test.each([
  'select * from "jobs" where "id" = $1 for update',
  'select count(*) filter (where kind = \'update\') as "delete" from job_items',
  "select 'it''s an update' as what",
  'select updated_at from users for no key update',
  'begin',
  'rollback',
])('%s writes nothing', (text) => {
  expect(writes(text)).toBe(false)
})
