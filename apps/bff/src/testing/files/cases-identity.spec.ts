import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ sandbox: { users: 2000 } })
}, 120_000)
afterAll(() => backend.stop(), 60_000)

type Row = Awaited<ReturnType<Backend['rows']>>[number]

const values = (rows: readonly Row[]) => rows.map(({ identifier }) => identifier?.value ?? null)
const codes = ({ issues }: Row) => issues.map(({ code }) => code)
const errors = ({ issues }: Row) => issues.filter(({ level }) => level === 'error').map(({ code }) => code)

async function read(text: string, name = 'users.csv') {
  const file = await backend.upload(name, text)
  return { file, rows: await backend.rows(file.id) }
}

async function readCase(name: string) {
  const file = await backend.uploadCase(name)
  return { file, rows: await backend.rows(file.id) }
}

describe('identifiers with surrounding characters', () => {
  test('are read from ="…" and noted', async () => {
    const { file, rows } = await readCase('equals-quoted-ids.csv')
    expect(file).toMatchObject({ state: 'checked', counts: { rows: 2, ready: 2 } })
    expect(values(rows)).toEqual(['ORG-MEMBER', 'E100777'])
    expect(rows.map(codes)).toEqual([['identifier_read'], ['identifier_read']])
    const plan = await backend.planUpload(file.id)
    const items = await backend.planItems(plan.id)
    expect(items.map(({ user }) => user?.orgUserId)).toEqual(['ORG-MEMBER', 'E100777'])
  })

  test('are read without control characters', async () => {
    const { rows } = await readCase('unit-separator-ids.csv')
    expect(values(rows)).toEqual(['ORG-MEMBER', 'E100777'])
    expect(rows.flatMap(errors)).toEqual([])
    expect(rows.map(codes)).toEqual([['invisible_characters'], ['invisible_characters']])
  })

  test('are read without quotes of any language', async () => {
    const { file, rows } = await readCase('quoted-addresses.csv')
    expect(file).toMatchObject({ counts: { rows: 5, ready: 5 } })
    expect(values(rows)).toEqual([
      wellKnown.member,
      wellKnown.secondMember,
      wellKnown.groupMember,
      wellKnown.invited,
      'ahmed.alali865@acme.example',
    ])
    const offered = rows.map(({ issues }) => issues.find(({ code }) => code === 'identifier_read')?.suggestions)
    expect(offered).toEqual(values(rows).map((value) => [value]))
    const fixed = await backend.fix(file.id, { kind: 'suggested', issue: 'identifier_read:0' })
    expect(fixed).toMatchObject({ counts: { ready: 5, notes: 0 } })
  })

  test('are read without the decimals of a number', async () => {
    const { rows } = await readCase('float-ids.csv')
    expect(values(rows)).toEqual(['100777', '101172'])
  })

  test('are read from names, links and full-width forms, as planned and sent', async () => {
    const { file, rows } = await read(
      [
        'Email,Groups to add',
        `"Member, Mina <${wellKnown.member}>",Data`,
        `mailto:${wellKnown.secondMember}?subject=Hi,Data`,
        `＜${wellKnown.groupMember.replace('@', '＠')}＞,Data`,
      ].join('\n'),
    )
    expect(values(rows)).toEqual([wellKnown.member, wellKnown.secondMember, wellKnown.groupMember])
    const job = await backend.run(await backend.planUpload(file.id))
    expect(job).toMatchObject({ state: 'done', counts: { changed: 3 } })
    const changed = backend.sandbox.ledger.effects().filter((effect) => effect.changed)
    expect(new Set(changed.map(({ user }) => user))).toEqual(new Set(values(rows)))
  })

  test('are suggested as the number that a spreadsheet displays with an exponent, if no digit is lost', async () => {
    const ids = ['1.00777E+05', '"1,00777E+05"', '1.00777e5', '1.2E+11', '1E+05']
    const { rows } = await read(`Organization ID,Groups to add\n${ids.map((id) => `${id},Data`).join('\n')}\n`)
    expect(rows.map(errors)).toEqual(ids.map(() => ['person_unknown']))
    const offered = rows.map(({ issues }) => issues.flatMap(({ suggestions }) => suggestions))
    expect(offered).toEqual([['100777'], ['100777'], ['100777'], [], []])
  })

  test.each([
    ['several addresses', `${wellKnown.member}; ${wellKnown.secondMember}`, ['email_several']],
    ['an address in a sentence', `ask ${wellKnown.member} first`, ['email_invalid']],
    ['no address', 'Mina Member', ['email_invalid']],
  ])('are errors if a cell holds %s', async (_, cell, found) => {
    const { file, rows } = await read(`Email,Groups to add\n"${cell}",Data\n${wellKnown.groupMember},Data\n`)
    expect(rows.map(errors)).toEqual([found, []])
    expect(rows[0]?.identifier).toBeNull()
    expect(file).toMatchObject({ counts: { errors: 1, ready: 1 } })
  })

  test('keep their reason in the plan if a cell holds several', async () => {
    const cell = `${wellKnown.member}; ${wellKnown.secondMember}`
    const { file } = await read(`Email,Groups to add\n"${cell}",Data\n${wellKnown.groupMember},Data\n`)
    const items = await backend.planItems((await backend.planUpload(file.id)).id)
    expect(items[0]?.blockers).toEqual([{ code: 'row_invalid', details: { issue: 'email_several', value: cell } }])
    expect(items[1]?.blockers).toEqual([])
  })
})

describe('columns that name the user', () => {
  test.each(['two-address-columns.csv', 'same-heading-twice.csv'])(
    'in %s: the one known to the directory counts',
    async (name) => {
      const { rows } = await readCase(name)
      expect(values(rows)).toEqual([wellKnown.member, wellKnown.secondMember])
      expect(rows.flatMap(errors)).toEqual([])
    },
  )

  test.each([
    ['addresses known in both', `Email,Email,Groups to add\n${wellKnown.member},${wellKnown.groupMember},Data\n`],
    ['addresses known in neither', 'Email 1,Email 2,Groups to add\na@home.example,b@home.example,Data\n'],
  ])('with %s wait for a choice', async (_, text) => {
    const { file, rows } = await read(text)
    expect(file.columns.filter(({ mapping }) => mapping === 'email')).toEqual([])
    expect(rows.map(errors)).toEqual([['person_missing']])
    const columns = [{ index: 1, mapping: 'email', blank: 'keep' } as const]
    await backend.correct(file.id, { columns })
    expect((await backend.rows(file.id))[0]?.identifier).toMatchObject({ by: 'email' })
  })

  test('are all read if a user chose several: a difference is an error', async () => {
    const { member, groupMember } = wellKnown
    const { file } = await read(`Email,Email,Groups to add\n${member},${groupMember},Data\n${member},${member},Legal\n`)
    const columns = [0, 1].map((index) => ({ index, mapping: 'email', blank: 'keep' }) as const)
    await backend.correct(file.id, { columns })
    const rows = await backend.rows(file.id)
    expect(rows.map(errors)).toEqual([['person_ambiguous'], ['duplicate_person']])
  })

  test.each([
    ['two known users', `${wellKnown.admin},ORG-OWNER`],
    ['an unknown address', 'stranger@kore-sandbox.example,ORG-ADMIN'],
    ['an unknown id', `${wellKnown.admin},ORG-UNKNOWN`],
  ])('of one row that belong to %s are an error', async (_, cells) => {
    const { rows } = await read(`Email,Organization ID,Groups to add\n${cells},Data\n`)
    expect(rows.map(errors)).toEqual([['person_ambiguous']])
  })

  test('of one row that belong to one user are valid', async () => {
    const { rows } = await read(`Email,Organization ID,Groups to add\n${wellKnown.admin},ORG-ADMIN,Data\n`)
    expect(rows.map(errors)).toEqual([[]])
  })
})

describe('cells', () => {
  test('mean yes and no in every language of a spreadsheet', async () => {
    const { rows } = await readCase('booleans-of-other-languages.csv')
    expect(rows.map(({ change }) => change)).toEqual(
      Array.from({ length: 12 }, () => ({ kind: 'update', isDeveloper: true })),
    )
    const no = [
      'ЛОЖЬ',
      'FAŁSZ',
      'ONWAAR',
      'FALSKT',
      'YANLIŞ',
      'HAMIS',
      '假',
      '거짓',
      'EPÄTOSI',
      'FALSK',
      'FALS',
      'いいえ',
    ]
    const other = await read(`Email,Developer\n${no.map((word) => `${wellKnown.member},${word}`).join('\n')}\n`)
    expect(other.rows.map(({ change }) => change)).toEqual(no.map(() => ({ kind: 'update', isDeveloper: false })))
  })

  test.each(['1.0', '1,0', '1.00'])('mean yes as %j, as calculating programs write it', async (cell) => {
    const { rows } = await read(`Email,Developer\n${wellKnown.member},"${cell}"\n${wellKnown.invited},0.0\n`)
    expect(rows.map(({ change }) => change)).toMatchObject([{ isDeveloper: true }, { isDeveloper: false }])
  })

  test('of two columns with one mapping are an error if they differ, and none is lost', async () => {
    const { member, secondMember, groupMember } = wellKnown
    const { file, rows } = await read(
      `Email,Developer,Developer\n${member},yes,no\n${secondMember},,yes\n${groupMember},no,FALSE\n`,
    )
    expect(rows.map(errors)).toEqual([['columns_differ'], [], []])
    expect(rows.slice(1).map(({ change }) => change)).toMatchObject([{ isDeveloper: true }, { isDeveloper: false }])
    await backend.correct(file.id, { columns: [{ index: 1, mapping: 'ignore', blank: 'keep' }] })
    expect((await backend.rows(file.id)).map(({ change }) => change)).toMatchObject([
      { isDeveloper: false },
      { isDeveloper: true },
      { isDeveloper: false },
    ])
  })

  test.each([
    ['a removal in another language', 'Aktion', 'löschen'],
    ['dates of a flag', 'Developer', '2026-01-02'],
    ['a share', 'Can create bots', '100%'],
  ])('that hold %s and are not read block the plan until a user maps them', async (_, heading, cell) => {
    const { file } = await read(`Email,${heading},Groups to add\n${wellKnown.member},${cell},Learning\n`)
    await expect(backend.planUpload(file.id)).rejects.toThrow('not used')
    await backend.correct(file.id, { columns: [{ index: 1, mapping: 'ignore', blank: 'keep' }] })
    expect((await backend.planUpload(file.id)).summary.total).toBe(1)
  })

  test.each([
    ['-Data', []],
    ['no Data', []],
    ['all except Data', []],
    ['Data statt Legal', []],
    ['Data / Legal', ['Data; Legal']],
    ['Data & Legal', ['Data; Legal']],
    ['Data and Legal', ['Data; Legal']],
    ['Data + Nowhere', []],
    ['Data\v Legal', null],
  ])('never suggest half or the opposite of %j', async (cell, offered) => {
    const { rows } = await read(`Email,Groups to add\n${wellKnown.member},${cell}\n`)
    const found = rows.flatMap(({ issues }) => issues.filter(({ code }) => code === 'group_unknown'))
    expect(found.map(({ suggestions }) => suggestions)).toEqual(offered === null ? [] : [offered])
    if (offered === null)
      expect(rows[0]?.change).toMatchObject({ groups: { add: [expect.anything(), expect.anything()] } })
  })

  test.each(['-', '–', 'n/a', 'N/A', 'none', '(none)', 'null', 'keine'])(
    'count %j as blank, with a note',
    async (cell) => {
      const { rows } = await read(`Email,Groups to add,Developer\n${wellKnown.member},${cell},yes\n`)
      expect(rows.map(({ change }) => change)).toEqual([{ kind: 'update', isDeveloper: true }])
      expect(rows.map(codes)).toEqual([['blank_like']])
    },
  )

  test.each([
    'Total',
    'Summe: 1',
    'Grand Total,,1',
    'End of report',
    'Data Total,1',
    'Ergebnis Data,1',
    'Email,Groups to add,Note',
    'EMAIL,groups to add,',
    '---,:---:,---',
    '+-----+-----+',
    '(2 rows)',
    '2 rows in set (0.00 sec)',
  ])('of a footer or a line of text tables %j name no user', async (footer) => {
    const { file, rows } = await read(`Email,Groups to add,Note\n${wellKnown.member},Data,\n${footer}\n`)
    expect(file).toMatchObject({ counts: { rows: 2, ready: 1, errors: 0, excluded: 1 } })
    expect(rows[1]).toMatchObject({ excluded: true, change: null })
    expect(rows[1]?.issues.map(({ code }) => code)).toContain('footer_row')
  })

  test.each(['Data Total,Data', 'Total Access,n/a', '---,Data', 'Email,Data'])(
    'of the row %j, which is more than a footer, are an error',
    async (row) => {
      const { file } = await read(`Email,Groups to add,Note\n${wellKnown.member},Data,\n${row}\n`)
      expect(file).toMatchObject({ counts: { rows: 2, ready: 1, errors: 1, excluded: 0 } })
    },
  )

  test.each(['Total Rewards,1001,Data', 'Total,E1001,Data', 'Data Total,1001,'])(
    'of the row %j, which has an ID, are of a user',
    async (row) => {
      const { rows } = await read(`Company,Employee ID,Groups to add\nWayne,ORG-MEMBER,Data\n${row}\n`)
      expect(rows[1]).toMatchObject({ excluded: false, identifier: { by: 'orgUserId' } })
    },
  )

  test('suggest names whose characters are written as references', async () => {
    const { file, rows } = await readCase('html-entities.csv')
    const offered = rows.map(({ issues }) => issues.map(({ suggestions }) => suggestions))
    expect(offered).toEqual([[['Ünïcode & "Quotes" <Group>']], [['Zürich Office']]])
    const fixed = await backend.fix(file.id, { kind: 'suggested', issue: 'group_unknown:1' })
    expect(fixed).toMatchObject({ counts: { ready: 2, errors: 0 } })
  })
})

describe('rows of one user', () => {
  const roles = (row: Row | undefined) =>
    row?.change?.kind === 'update' && row.change.roles?.mode === 'edit' ? row.change.roles.add.length : 0

  test('are combined on request', async () => {
    const { file } = await readCase('one-row-per-role.csv')
    expect(file.issues.map(({ code }) => code)).toContain('duplicate_person')
    const combined = await backend.fix(file.id, { kind: 'combine' })
    expect(combined).toMatchObject({ counts: { rows: 5, ready: 2, errors: 0, excluded: 3 } })
    const rows = (await backend.rows(file.id)).filter(({ excluded }) => !excluded)
    expect(values(rows)).toEqual([wellKnown.member, wellKnown.secondMember])
    expect(rows.map(roles)).toEqual([3, 2])
    const job = await backend.run(await backend.planUpload(file.id))
    expect(job).toMatchObject({ state: 'done', counts: { changed: 2 } })
  })

  test.each([
    ['groups and a flag', `${wellKnown.member},Data,\n${wellKnown.member},Legal,yes`, 1, 0],
    ['three rows', `${wellKnown.member},Data,\n${wellKnown.member},Legal,\n${wellKnown.member},Brand,`, 1, 0],
    ['flags that contradict each other', `${wellKnown.member},Data,yes\n${wellKnown.member},Data,no`, 1, 1],
    ['a cell with an error', `${wellKnown.member},Data,\n${wellKnown.member},Nowhere,`, 1, 1],
  ])('with %s are combined only if they add up', async (_, lines, ready, failing) => {
    const { file } = await read(`Email,Groups to add,Developer\n${lines}\n`)
    const combined = await backend.fix(file.id, { kind: 'combine' })
    expect(combined.counts).toMatchObject({ ready, errors: failing })
  })
})

describe('the search', () => {
  const found = async (q: string) => {
    const { bytes } = await backend.api.send('GET', `/api/users?${new URLSearchParams({ q }).toString()}`)
    const { items }: { items: { email: string }[] } = JSON.parse(bytes.toString('utf8'))
    return items.map(({ email }) => email)
  }

  test.each(['Alice Adams', 'Adams Alice', 'alice initech', '1927 alice'])('finds Alice Adams by %j', async (q) => {
    expect(await found(q)).toContain('alice.adams1927@initech.example')
  })

  test.each([
    `"Member, Mina" <${wellKnown.member}>`,
    `mailto:${wellKnown.member}`,
    `“${wellKnown.member}”`,
    `Member, Mina <${wellKnown.member}>`,
  ])('finds pasted text like the plain address: %s', async (q) => {
    const plain = await found(wellKnown.member)
    expect(plain).toContain(wellKnown.member)
    expect(await found(q)).toEqual(plain)
  })

  test('finds an id in the form of a spreadsheet', async () =>
    expect(await found('="ORG-ADMIN"')).toEqual([wellKnown.admin]))

  test('finds each of several pasted addresses', async () => {
    const all = await found(`Mina <${wellKnown.member}>; ${wellKnown.invited}`)
    expect(all).toEqual(expect.arrayContaining([wellKnown.invited, wellKnown.member]))
  })

  test('finds no user if one word does not match', async () => expect(await found('alice nowhere')).toEqual([]))
})
