import { text } from 'node:stream/consumers'
import type { UserEntry } from '@muster/contracts/users'
import { mostRowsWithoutProof } from '@muster/core/policy/step-up'
import { lookups } from '@muster/core/testing/account'
import { message } from '@muster/wording/message'
import { expect, test } from 'vitest'
import { anActor } from '../../../http/testing/an-actor.ts'
import { exportAccess, exportTemplate, type TemplateDeps } from './export-template.ts'

const aUser = (n: number): UserEntry => ({
  id: `u-${n}`,
  email: `person${n}@acme.example`,
  firstName: 'Ana',
  lastName: 'Souza',
  orgUserId: null,
  status: 'active',
  groups: [],
  roles: [],
  canCreateBot: false,
  isDeveloper: false,
  readAt: null,
})

/** A selection of this many users; a look at it counts first, and its pages follow. */
function selectionOf(count: number) {
  const users = Array.from({ length: count }, (_, n) => aUser(n))
  const exported: string[] = []
  const judged: boolean[] = []
  const deps: TemplateDeps = {
    directory: {
      within: () => ({
        search: async ({ after, limit }) => {
          const from = after?.rank ?? 0
          const next = from + limit < users.length ? { rank: from + limit, keys: [] } : null
          return { items: users.slice(from, from + limit), next }
        },
      }),
      byIdentifiers: async () => [],
      lookups: async () => lookups,
    },
    audit: { append: async (...lines) => void exported.push(...lines.map(({ action }) => action)) },
    describeSearch: async () => message('selection.all'),
    catalogue: async () => Promise.reject(new Error('a CSV has no sentences')),
  }
  const request = {
    format: 'csv',
    query: { selection: 's', filled: 'yes' },
    actor: anActor(),
    stepUp: { judge: (needed: boolean) => void judged.push(needed), planProof: () => 'none' as const },
  } as const
  return { deps, request, exported, judged, grow: () => void users.push(aUser(users.length)) }
}

const exports = { template: exportTemplate, 'access report': exportAccess }
const rowsOf = (csv: string) => csv.trimEnd().split('\r\n').length - 1

test.each(Object.entries(exports))('a %s of as many users as need no proof is whole', async (_name, exported) => {
  const { deps, request, judged, exported: audited } = selectionOf(mostRowsWithoutProof)
  const { bytes } = await exported(deps, request)
  expect(rowsOf(await text(bytes))).toBe(mostRowsWithoutProof)
  expect([judged, audited]).toEqual([[false], ['users.exported']])
})

test.each(Object.entries(exports))(
  'a %s of more users needs a proof, and is whole with it',
  async (_name, exported) => {
    const { deps, request, judged } = selectionOf(mostRowsWithoutProof + 1)
    const { bytes } = await exported(deps, request)
    expect(rowsOf(await text(bytes))).toBe(mostRowsWithoutProof + 1)
    expect(judged).toEqual([true])
  },
)

test.each(Object.entries(exports))(
  'a %s of a selection that grows after the proof was judged ends before the row too many',
  async (_name, exported) => {
    const { deps, request, grow, judged } = selectionOf(mostRowsWithoutProof)
    const { bytes } = await exported(deps, request)
    grow()
    await expect(text(bytes)).rejects.toThrow('grew while it was read')
    expect(judged).toEqual([false])
  },
)
