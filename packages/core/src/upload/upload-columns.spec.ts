import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { matchColumns, suggestMappings } from './upload-columns.ts'
import { columnsInDoubt } from './upload-doubt.ts'

const match = (columns: readonly (readonly [header: string, ...values: string[]])[]) =>
  matchColumns(columns.map(([header, ...values]) => suggestMappings({ header, values })))

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
    ['Favorite color', 'ignore'],
    // Exports list the current state, not changes: they remove nothing.
    ['Deleted', 'ignore'],
    ['Removed', 'ignore'],
    ['Date removed', 'ignore'],
    ['All roles', 'roles_add'],
    ['Roles removed', 'ignore'],
    ['Outcome', 'ignore'],
    // What a template adds to a name.
    ['Email Address [Required]', 'email'],
    ['User name [userPrincipalName] Required', 'email'],
    ['E-Mail-Adresse', 'email'],
    ['Gruppen', 'groups_add'],
    ['Groupes', 'groups_add'],
    ['Grupos', 'groups_add'],
    ['グループ', 'groups_add'],
    ['Rôles', 'roles_add'],
    ['Rollen', 'roles_add'],
    ['Entwickler', 'is_developer'],
    ['開発者', 'is_developer'],
    ['メールアドレス', 'email'],
    ['Löschen', 'remove'],
    ['Gruppen hinzufügen', 'groups_add'],
    ['Gruppen entfernen', 'groups_remove'],
    ['Groupes à supprimer', 'groups_remove'],
    ["'Groups'", 'groups_add'],
    ['Row reference', 'ignore'],
    ['Group 2', 'groups_add'],
  ])('takes %s for %s', (header, mapping) => {
    expect(match([[header]])).toEqual([mapping])
  })

  it.each([
    'Not developer',
    'Kein Entwickler',
    'Remove developer',
    'Was developer',
    'Cannot create bots',
    'Lost groups',
    'Not in groups',
    'Previous groups',
    'Alte Gruppen',
    'Gruppen löschen',
    '旧グループ',
  ])('uses %s only after a user confirms it', (header) => {
    expect(match([[header, 'yes', 'no', 'yes']])).toEqual(['ignore'])
    const known = { group: () => true, role: () => false }
    expect(matchColumns([suggestMappings({ header, values: ['Data', 'Legal'] }, known)])).toEqual(['ignore'])
  })

  it.each(['Line manager email', 'supervisorEmail', 'Genehmigt von', 'Créé par', '承認者', 'Руководитель', 'مدير'])(
    'does not take the addresses under %s for those of the users',
    (header) => expect(match([[header, 'a@example.com']])).toEqual(['ignore']),
  )

  it.each([
    [
      'Salesforce',
      [
        ['Username', 'a@example.com.uat'],
        ['Email', 'a@example.com'],
        ['IsActive', 'true'],
      ],
    ],
    [
      'Okta',
      [
        ['login', 'a@example.com'],
        ['email', 'a@example.com'],
        ['secondEmail', 'a@home.example'],
      ],
    ],
    [
      'Entra',
      [
        ['userPrincipalName', 'a@x.onmicrosoft.com'],
        ['mail', 'a@example.com'],
        ['accountEnabled', 'True'],
      ],
    ],
    [
      'Google',
      [
        ['Recovery Email', 'a@home.example'],
        ['Email Address [Required]', 'a@example.com'],
        ['Manager Email', 'b@c.de'],
      ],
    ],
  ] as const)('finds the address that counts in an export of %s', (_, columns) =>
    expect(match(columns)).toEqual(['ignore', 'email', 'ignore']),
  )

  it.each([
    ['Last login', '2026-01-02', 'ignore'],
    ['UserRole.Name', 'Sales Rep', 'ignore'],
    ['Login', 'jdoe', 'ignore'],
    ['Email', 'Mina Lee', 'email'],
    ['Person', 'Mina Lee <mina@example.com>', 'email'],
    ['User Status', 'Active', 'ignore'],
    ['User Status', 'Activate', 'action'],
    ['Delete', '2026-01-02', 'ignore'],
    ['Developer', 'Jane Doe', 'ignore'],
    ['Rollen entfernen', 'Tester on Billing', 'roles_remove'],
    ['Entfernte Rollen', 'Tester on Billing', 'ignore'],
    ['Former roles', 'Tester on Billing', 'ignore'],
  ] as const)('believes %s over %j: %s', (heading, value, mapping) =>
    expect(match([[heading, value]])).toEqual([mapping]),
  )

  it('takes a column of bots for the bots of roles only beside roles', () => {
    expect(match([['Email'], ['Role', 'Tester'], ['Bot', 'Billing']])).toEqual(['email', 'roles_add', 'role_bot'])
    expect(match([['Email'], ['Groups', 'Data'], ['Bot', 'Billing']])).toEqual(['email', 'groups_add', 'ignore'])
  })

  it('recognizes addresses by their values if the header has no meaning', () => {
    expect(
      match([
        ['Column A', 'ana@example.com', 'ben@example.com'],
        ['Column B', 'Ana', 'Ben'],
      ]),
    ).toEqual(['email', 'ignore'])
  })

  it('gives a mapping that names the user to one column only, the surest', () => {
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
      const mappings = matchColumns(columns.map(([header, values]) => suggestMappings({ header, values })))
      expect(mappings).toHaveLength(columns.length)
      expect(mappings.filter((mapping) => mapping === 'email').length).toBeLessThanOrEqual(1)
    },
  )
})

describe('columnsInDoubt', () => {
  const column = {
    header: 'Team',
    mapping: 'ignore',
    suggestions: [{ mapping: 'email', score: 0.55 }],
    remembered: false,
    samples: ['x'],
    fillRate: 1,
  } as const
  it.each([
    [column, 1],
    [{ ...column, remembered: true }, 0],
    [{ ...column, chosen: true }, 0],
    [{ ...column, fillRate: 0 }, 0],
    [{ ...column, mapping: 'email' as const }, 0],
    [{ ...column, suggestions: [{ mapping: 'email' as const, score: 0.42 }] }, 0],
    [{ ...column, suggestions: [{ mapping: 'ignore' as const, score: 1 }, ...column.suggestions] }, 0],
  ])('%j', (one, count) => {
    expect(columnsInDoubt([{ ...one, suggestions: [...one.suggestions] }])).toHaveLength(count)
  })
})

describe('a column with an unknown heading and names of the account as values', () => {
  const names = new Set(['Data', 'Legal', 'Analyst on Returns'])
  const known = { group: (text: string) => names.has(text), role: () => false }
  const best = (values: readonly string[], header = 'Spalte 7') => suggestMappings({ header, values }, known)[0]

  it('is suggested as groups, not confirmed', () => {
    expect(best(['Data', 'Legal', 'Data; Legal', 'elsewhere'])).toEqual({ mapping: 'groups_add', score: 0.55 })
    expect(matchColumns([suggestMappings({ header: 'Spalte 7', values: ['Data', 'Legal'] }, known)])).toEqual([
      'ignore',
    ])
  })

  it('needs half of its values to be names', () => {
    expect(best(['Data', 'a', 'b', 'c'])?.mapping).not.toBe('groups_add')
  })
})

describe('a heading that is only like a known one', () => {
  const groups = new Set(['Data', 'Legal'])
  const known = { group: (text: string) => groups.has(text), role: (text: string) => text === 'Analyst' }
  const question = (header: string, values: readonly string[]) => {
    const [best] = suggestMappings({ header, values }, known)
    return best === undefined || best.mapping === 'ignore' || best.score < 0.5 ? null : best.mapping
  }

  it.each([
    ['Date', '2026-11-01'],
    ['Deletion date', '2026-11-01'],
    ['Deleted', '0'],
    ['Database', 'prod'],
    ['Delegate', 'Big Boss'],
    ['Section', 'A1'],
    ['Option', 'one'],
    ['Reaction', 'like'],
    ['Actions', 'see ticket'],
    ['Action taken', 'emailed'],
    ['Membership type', 'Direct'],
    ['membershipStatus', 'ACTIVE'],
    ['Member type', 'User'],
    ['Group type', 'Security'],
    ['Group ID', '00g1'],
    ['Group owner', 'Big Boss'],
    ['Robot', 'R2'],
    ['Roles count', '3'],
    ['Remote', 'yes'],
    ['Member', 'Mina'],
    ['Dev', 'Docker'],
  ])('is no question if no value fits: %s over %s', (header, value) => {
    expect(question(header, [value, value])).toBe(null)
  })

  it.each([
    ['Deleted', '1', 'remove'],
    ['Remov', 'no', 'remove'],
    ['Eraze', 'yes', 'erase'],
    ['Erased from', 'all bots', 'erase'],
    ['Erase bots', 'Billing', 'erase'],
    ['Acton', 'Remove', 'action'],
    ['Actions', 'Remove from Legal', 'action'],
    ['Group ID', 'Legal', 'groups_add'],
    ['Grups', 'Legl', 'groups_add'],
    ['Neue Gruppen', 'Recht', 'groups_add'],
    ['Member type', 'Legal', 'groups_add'],
    ['Robot', 'Analyst', 'roles_add'],
    ['Dev', 'y', 'is_developer'],
    ['Is dev', 'no', 'is_developer'],
  ])('is one if a value fits, or the heading is nearly it: %s over %s', (header, value, mapping) => {
    expect(question(header, [value, value])).toBe(mapping)
  })
})
