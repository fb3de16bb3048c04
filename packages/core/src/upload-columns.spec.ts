import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { matchColumns, suggestMeanings } from './upload-columns.ts'

const match = (columns: readonly (readonly [header: string, ...values: string[]])[]) =>
  matchColumns(columns.map(([header, ...values]) => suggestMeanings({ header, values })))

describe('matchColumns', () => {
  it("understands Kore.ai's own import header", () => {
    const header = [
      'Email ID',
      'First Name',
      'Last Name',
      'Alternate ID',
      'Work Phone',
      'Title',
      'Department',
      'User Status',
    ]
    expect(match(header.map((name) => [name] as const))).toEqual([
      'email',
      'ignore',
      'ignore',
      'org_user_id',
      'ignore',
      'ignore',
      'ignore',
      'action',
    ])
  })

  it.each([
    ['E-Mail', 'email'],
    ['email_address', 'email'],
    ['emailId', 'email'],
    ['orgUserId', 'org_user_id'],
    ['Employee ID', 'org_user_id'],
    ['isDeveloper', 'is_developer'],
    ['Can create bots', 'can_create_bot'],
    ['Add roles', 'roles_add'],
    ['Remove groups', 'groups_remove'],
    ['Set groups', 'groups_set'],
    ['Muster outcome', 'outcome'],
    ['Erase', 'erase'],
    ['Favourite colour', 'ignore'],
  ])('takes %s for %s', (header, meaning) => {
    expect(match([[header]])).toEqual([meaning])
  })

  it('tells addresses by their values when the header says nothing', () => {
    expect(
      match([
        ['Column A', 'ana@example.com', 'ben@example.com'],
        ['Column B', 'Ana', 'Ben'],
      ]),
    ).toEqual(['email', 'ignore'])
  })

  it('gives a meaning that names the person to one column only, the surest', () => {
    expect(
      match([
        ['contact', 'a@example.com'],
        ['Email', 'b@example.com'],
      ]),
    ).toEqual(['ignore', 'email'])
  })

  test.prop([fc.array(fc.tuple(fc.string(), fc.array(fc.string(), { maxLength: 5 })), { maxLength: 12 })])(
    'never names the person twice the same way',
    (columns) => {
      const meanings = matchColumns(columns.map(([header, values]) => suggestMeanings({ header, values })))
      expect(meanings).toHaveLength(columns.length)
      expect(meanings.filter((meaning) => meaning === 'email').length).toBeLessThanOrEqual(1)
    },
  )
})
