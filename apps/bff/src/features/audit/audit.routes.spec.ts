import { exportAuditCsv, exportAuditJsonl } from '@muster/contracts/audit'
import { mostRowsWithoutProof } from '@muster/core/policy/step-up'
import { expect, test } from 'vitest'
import { judgeRows } from './audit.routes.ts'
import type { AuditFilter } from './ports.ts'

test.each([
  ['a thousand entries', null, false],
  ['more', 7, true],
])('an export of %s needs a proof: %s, %s', async (_what, next, needed) => {
  const listed: unknown[] = []
  const judged: boolean[] = []
  const filter: AuditFilter = { actor: 'ana@example.com' }
  const audit = {
    list: async (...request: unknown[]) => {
      listed.push(request)
      return { items: [], next }
    },
  }
  await judgeRows({ audit }, filter, { stepUp: { judge: (one) => judged.push(one) } })
  expect(judged).toEqual([needed])
  // Of the very entries that leave, each by itself.
  expect(listed).toEqual([[filter, { before: null, limit: mostRowsWithoutProof, fold: false }]])
})

test('both exports leave it to their handlers, which the gate enforces', () => {
  for (const { stepUp } of [exportAuditCsv, exportAuditJsonl]) expect(stepUp).toMatchObject({ kind: 'judged' })
})
