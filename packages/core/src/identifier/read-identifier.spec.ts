import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { comparableAddress, isEmailShaped } from './address.ts'
import { quotePairs } from './plain-text.ts'
import { readAddresses } from './read-addresses.ts'
import { type IdentifierKind, isIdentifier, plainId, readIdentifier } from './read-identifier.ts'
import { readIdentifierList } from './read-list.ts'

const read = (text: string) => readIdentifier('email', text)
const one = (value: string, unwrapped = true) => ({ kind: 'one', value, unwrapped })

describe('an address', () => {
  it.each([
    ['a name before it', 'Ana Lee <ana@example.com>'],
    ['a family name first', 'Lee, Ana <ana@example.com>'],
    ['a quoted name', '"Lee, Ana" <ana@example.com>'],
    ['a name behind it', 'ana@example.com (Ana Lee)'],
    ['the address as its name', 'ana@example.com <ana@example.com>'],
    ['a link', 'mailto:ana@example.com?subject=Hello%20Ana'],
    ['a percent-encoded link', '<mailto:ana%40example.com>'],
    ['a link of a chat', '<mailto:ana@example.com|ana@example.com>'],
    ['the link of a reply', 'Ana [mailto:ana@example.com]'],
    ['a bullet', '• ana@example.com'],
    ['a number', '12. ana@example.com'],
    ['a link of Markdown', '[ana@example.com](mailto:ana@example.com)'],
    ['a label', 'E-Mail: ana@example.com'],
    ['a formula', '="ana@example.com"'],
    ['an apostrophe', "'ana@example.com"],
    ['character references', 'Ana &lt;ana&#64;example.com&gt;'],
    ['full-width forms', 'ａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
    ['invisible characters', '\ufeffana\u200b@exam\u00adple.com\u202c'],
    ['control characters', '\u001fana@example.com\u0000'],
    ['a full stop', 'ana@example.com.'],
    ['a name decoded twice', 'AnÃ¡ <ana@example.com>'],
    ['a quoted local part', '"ana"@example.com'],
    ['bytes of Python', "b'ana@example.com'"],
  ])('is read without %s', (_, text) => expect(read(text)).toEqual(one('ana@example.com')))

  it('is composed', () => expect(read('zoe\u0308@example.com')).toEqual(one('zoë@example.com')))

  it.each([
    ['ana@example.com Ana', ['ana@example.com']],
    ['write to ana@example.com', ['ana@example.com']],
    ['bob@localhost <ana@example.com>', ['ana@example.com']],
    ['ana@example.com\\n', ['ana@example.com']],
    ['o’neil@example.com', ["o'neil@example.com"]],
    ['mÃ¼ller@example.com', ['müller@example.com']],
    ['MÃ¼ller <mÃ¼ller@example.com>', ['müller@example.com']],
    ['mary ann@example.com', []],
    ['mary,ann@example.com', []],
    ['Mary ann@example.com', []],
    ['Ann mary.ann@example.com', ['mary.ann@example.com']],
    ['Ana <ana@example.com> (do not remove)', []],
    ['ana@example.com (keep)', []],
    ['Nicht: ana@example.com', []],
    ['Approved by: ana@example.com', []],
    ['Ana on behalf of Ben <ben@example.com>', []],
    ['Ana <ana@example.com> on behalf of Ben <ben@example.com>', []],
    ["'Ana Lee' via HR Team <hr@example.com>", []],
    ['Ana im Auftrag von Ben <ben@example.com>', []],
    ['Unsubscribe: ana@example.com', []],
    ['No longer: ana@example.com', []],
    ['Nicht mehr: ana@example.com', []],
    ['ana@example.com¹', []],
    ['ana@example.com™', []],
    ['ana@example.co…', []],
    ['Ana <ana@example.co...>', []],
    ['ana@example.com?', []],
    ['Ana ..... ana@example.com', ['ana@example.com']],
    ['①ana@example.com', []],
    ['① ana@example.com', []],
    ['-ana@example.com', []],
    ['!ana@example.com', []],
    ['ana@@example.com', []],
    ['ana@example', []],
    ['', []],
  ])('is only suggested, or none: %j', (text, near) => expect(read(text)).toEqual({ kind: 'none', near }))

  it.each([
    'ana@example.com; ben@example.org',
    'Ana <ana@example.com> Ben <ben@example.org>',
    'ana@example.com ben@example.org',
    '"Lee, Ana" <ana@example.com>, ben@example.org',
    'Lee, Ana (Ext) <ana@example.com>; ben@example.org',
    'mailto:ana@example.com?cc=ben@example.org',
    'ana@example.com <ben@example.org>',
    'ana@example.com and ben@example.org',
  ])('is never the first of several: %j', (text) =>
    expect(read(text)).toEqual({ kind: 'several', values: ['ana@example.com', 'ben@example.org'] }),
  )

  it('names every entry that is no address', () => {
    const entries = readAddresses('ana@example.com, unknown, Ben <ben@example.org>; bob@localhost')
    expect(entries.filter(({ addresses }) => addresses.length === 0).map(({ text }) => text)).toEqual([
      'unknown',
      'bob@localhost',
    ])
  })

  it.each([
    ['ana@xn--mnchen-3ya.de', 'ANA@München.de'],
    ['a@xn--e1afmkfd.xn--p1ai', 'a@пример.рф'],
    ['zoe\u0308@example.com', 'ZOË@example.com'],
    ['a@xn--fiqs8s', 'a@中国'],
  ])('compares %s as %s', (left, right) => expect(comparableAddress(left)).toBe(comparableAddress(right)))

  it('keeps what is no Punycode', () => expect(comparableAddress('a@xn--$$$.de')).toBe('a@xn--$$$.de'))
})

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 10 })
const address = fc
  .tuple(word, fc.constantFrom('', '.', '+', '-', '_'), word, word, fc.constantFrom('com', 'example', 'co.uk'))
  .map(([first, joint, second, host, top]) => `${first}${joint}${second}@${host}.${top}`)

type Wrap = (text: string) => string
const aroundIt: readonly Wrap[] = [
  ...Object.entries(quotePairs).map(
    ([open, close]) =>
      (text: string) =>
        `${open}${text}${Array.from(close)[0] ?? ''}`,
  ),
  (text) => `<${text}>`,
  (text) => `  ${text}\u00a0`,
  (text) => `\u200b${text}\ufeff`,
  (text) => `\u202a${text}\u202c`,
  (text) => `\u001f${text}`,
  (text) => `${text}.`,
  (text) => `${text};`,
  (text) => `'${text}`,
]
/** What is around the plain address only. */
const innermost: readonly Wrap[] = [
  (text) => text,
  (text) => `mailto:${text}`,
  (text) => `mailto:${text.replace('@', '%40')}?subject=Hi`,
  (text) => `MAILTO:${text}`,
  (text) => `Ana Lee <${text}>`,
  (text) => `"Lee, Ana" <${text}>`,
  (text) => `Lee, Ana <mailto:${text}>`,
  (text) => `${text} (Ana)`,
]
const wrapped = fc
  .tuple(address, fc.constantFrom(...innermost), fc.array(fc.constantFrom(...aroundIt), { maxLength: 3 }))
  .map(([plain, inner, outer]) => ({
    plain,
    // A name is never quoted with its address as a whole: that is no wrapper people send.
    text: inner(plain).includes('Ana') ? inner(plain) : outer.reduce((text, wrap) => wrap(text), inner(plain)),
  }))

const normalized = (text: string) =>
  decodeSafely(text.replaceAll(/\p{Cf}|[^\P{Cc}\t\n\r]/gu, '').normalize('NFKC')).replaceAll(/&[#\w]+;/g, '')

function decodeSafely(text: string): string {
  return text.replaceAll(/%[0-7][0-9a-f]/gi, (code) => String.fromCodePoint(Number.parseInt(code.slice(1), 16)))
}

describe('any address', () => {
  test.prop([address])('is an address as it is', (plain) => {
    expect(isEmailShaped(plain)).toBe(true)
    expect(read(plain)).toEqual(one(plain, false))
  })

  test.prop([wrapped])('is read out of all that may be around it', ({ plain, text }) => {
    expect(read(text)).toMatchObject({ kind: 'one', value: plain })
  })

  test.prop([fc.array(wrapped, { minLength: 2, maxLength: 6 }), fc.constantFrom(', ', '; ', '\n', '\t', ' | ')])(
    'is read with all others of a list',
    (entries, separator) => {
      const found = readAddresses(entries.map(({ text }) => text).join(separator)).flatMap(({ addresses }) => addresses)
      expect(new Set(found)).toEqual(new Set(entries.map(({ plain }) => plain)))
    },
  )

  test.each([
    ['„”ana@example.com”“, bo@example.com (Bo), “cy@example.com”', 3],
    ['""ana@example.com"", bo@example.com, "Lee, Cy" <cy@example.com>', 3],
    ['〈ana@example.com;〉, bo@example.com', 2],
    ['′ana@example.com;′, bo@example.com', 2],
  ])('a quote that closes opens nothing: %s', (text, count) => {
    const found = readAddresses(text).flatMap(({ addresses }) => addresses)
    expect(found).toEqual(['ana@example.com', 'bo@example.com', 'cy@example.com'].slice(0, count))
  })
})

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'ab.@<>()"\'“”«»,;: |=?&\t\n\u200b'), maxLength: 40 }),
  wrapped.map(({ text }) => text),
)

describe('any text', () => {
  test.prop([texts])('gives only addresses that stand in it, each plain', (text) => {
    for (const found of readAddresses(text).flatMap(({ addresses }) => addresses)) {
      expect(isEmailShaped(found)).toBe(true)
      expect(read(found)).toEqual(one(found, false))
      expect(normalized(text)).toContain(found)
    }
  })

  test.prop([texts])('is an id that stays the same when it is read again', (text) => {
    expect(plainId(plainId(text))).toBe(plainId(text))
  })

  test.prop([texts, fc.constantFrom<IdentifierKind[]>('email', 'orgUserId', 'userId', 'channelUserId')])(
    'is an identifier only where nothing is around it',
    (value, by) => {
      const identifier = by === 'channelUserId' ? { by, value, channelId: null } : { by, value }
      if (!isIdentifier(identifier)) return
      expect(readIdentifier(by, value)).toEqual(one(value, false))
      expect(value).not.toMatch(/[<>"“”«»„]|mailto:|\p{Cc}/iu)
    },
  )
})

describe('an id', () => {
  it.each([
    ['="E100777"', 'E100777'],
    ['\u001fORG-MEMBER', 'ORG-MEMBER'],
    ['\u200eE1\u202c', 'E1'],
    ["'00123", '00123'],
    ['“E1”', 'E1'],
    ['"E1"', 'E1'],
    ['<E1>', 'E1'],
    ['Ｅ１００', 'E100'],
    ['100777.0', '100777'],
    ['100777,00', '100777'],
    ['100,000', '100,000'],
    ['1.000', '1.000'],
    ['00123', '00123'],
    ['E-1.0', 'E-1.0'],
  ])('in %j is %s', (text, value) => expect(plainId(text)).toBe(value))

  it('of Kore.ai is lower case', () => {
    const id = 'u-11111111-2222-5333-8444-555555555555'
    expect(readIdentifier('userId', `“${id.toUpperCase()}”`)).toEqual(one(id))
  })

  it.each([
    ['email', 'ana@example.com', true],
    ['email', '<ana@example.com>', false],
    ['email', 'ana', false],
    ['userId', 'u-11111111-2222-5333-8444-555555555555', true],
    ['userId', 'u-1', false],
    ['userId', 'ana@example.com', false],
    ['orgUserId', 'ORG-MEMBER', true],
    ['orgUserId', 'ana@example.com', true],
    ['orgUserId', 'mailto:ana@example.com', false],
    ['orgUserId', 'Ana Lee', false],
    ['orgUserId', 'E1;E2', false],
    ['orgUserId', '---', false],
    ['channelUserId', '+34 600 111', true],
    ['channelUserId', '29:1abC_-def', true],
    ['channelUserId', 'sip:ana@example.com', true],
    ['channelUserId', 'Ana <ana@example.com>', false],
    ['channelUserId', '«ana@example.com»', false],
    ['channelUserId', ' x', false],
    ['channelUserId', '(555) 123-4567', true],
    ['channelUserId', '@ana', true],
    ['channelUserId', 'YWJj==', true],
    ['channelUserId', '1234 facebook', false],
    ['channelUserId', '1234 Ana Lee', false],
    ['channelUserId', 'Ana Ruiz 17', true],
    ['channelUserId', '089/123456', true],
    ['channelUserId', '0034 600111222', true],
    ['channelUserId', '600111222 600111333', false],
    ['channelUserId', '+34 600 111 222 / +34 600 111 333', false],
    ['channelUserId', '600-111-222/600-111-333', false],
    ['channelUserId', '600 111 222 and 600 111 333', false],
    ['orgUserId', '2024/001', true],
    ['orgUserId', 'E100-E105', true],
    ['orgUserId', 'E100–E105', false],
    ['orgUserId', 'E100..E105', false],
    ['orgUserId', 'E1??', false],
    ['orgUserId', 'E100=Ana', false],
    ['orgUserId', '[E100]', false],
    ['orgUserId', 'E100¹', false],
    ['orgUserId', '-E100', false],
    ['orgUserId', '~~E100~~', false],
    ['orgUserId', '(E100)', false],
    ['orgUserId', 'ID:100', false],
    ['orgUserId', 'CORP\\n100', true],
    ['email', '+ana@example.com', false],
    ['email', '+4915@sms.example', true],
  ] as const)('%s %j may be erased: %s', (by, value, may) =>
    expect(isIdentifier(by === 'channelUserId' ? { by, value, channelId: null } : { by, value })).toBe(may),
  )
})

describe('a list of ids', () => {
  it.each([
    ['E1 E2', ['E1', 'E2']],
    ['1001,1002', ['1001', '1002']],
    ['101172,00; 7.0', ['101172', '7']],
  ])('%j names %j', (text, ids) =>
    expect(readIdentifierList('orgUserId', text).identifiers.map(({ value }) => value)).toEqual(ids),
  )

  it.each([
    ['E100\tAna', ['E100'], ['Ana']],
    ['ID\nE100', ['E100'], ['ID']],
    ['null; E100', ['E100'], ['null']],
    ['ana.lee; ben.ray', ['ana.lee', 'ben.ray'], []],
  ])('%j names %j, and %j is no id', (text, ids, others) => {
    const { identifiers, wrong } = readIdentifierList('orgUserId', text)
    expect(identifiers.map(({ value }) => value)).toEqual(ids)
    expect(wrong.map((entry) => entry.text)).toEqual(others)
  })

  it.each([
    ['email', 'unknown@unknown.com'],
    ['userId', 'u-00000000-0000-0000-0000-000000000000'],
    ['channelUserId', '24680135791113 facebook'],
  ] as const)('names no one: %s %j', (by, text) =>
    expect(readIdentifierList(by, text)).toMatchObject({ identifiers: [], wrong: [{ text }] }),
  )

  it.each([
    ['24680135791113500', true],
    ['2468013579111350\n1357913579135790', true],
    ['E1\n2468013579111350\n"2468013579111350"\n24680135791113500', true],
    ['2468013579111350', false],
    ['24680135791113500\n24680135791113579', false],
    ['246801357911100', false],
  ])('the long numbers of %j lost their last digits in a spreadsheet: %s', (text, isCut) => {
    for (const by of ['orgUserId', 'channelUserId'] as const) {
      const { identifiers, wrong } = readIdentifierList(by, text)
      expect(wrong.every(({ reason }) => reason === 'digits_lost')).toBe(true)
      expect([identifiers.some(({ value }) => /^\d{16}/.test(value)), wrong.length > 0]).toEqual([
        !isCut && !text.startsWith('246801357911100'),
        isCut,
      ])
    }
  })

  it.each(['100,777', '1,100,777', '12 345', '1 100 777'])('%j may be one number: it is named as no id', (text) => {
    const { identifiers, wrong } = readIdentifierList('orgUserId', text)
    expect([identifiers, wrong.map((entry) => entry.text)]).toEqual([[], [text]])
  })
})

describe('a list of anything', () => {
  const readList = (text: string) => {
    const { identifiers, wrong, repeated } = readIdentifierList('any', text)
    return {
      found: identifiers.map(({ by, value }) => `${by} ${value}`),
      wrong: wrong.map((entry) => entry.text),
      repeated,
    }
  }

  it('reports an address that is in doubt beside another one of its row', () => {
    const { found, wrong } = readList('ana@example.com (left)\tboss@example.com')
    expect(found).toEqual(['email boss@example.com'])
    expect(wrong).toEqual([expect.stringContaining('ana@example.com (left)')])
  })

  it.each([
    ['Ana Silva\tana@example.com\tLeaver', ['email ana@example.com'], ['Leaver']],
    ['ana@example.com\tremove\tSales', ['email ana@example.com'], ['remove']],
    ['ana@example.com\tSales\tBerlin\tn/a', ['email ana@example.com'], []],
    ['Ana\tana@example.com\tBoss: boss@example.com', ['email ana@example.com'], ['Boss: boss@example.com']],
    ['Ana\tana@example.com\tboss@example.com', [], ['Ana', 'ana@example.com', 'boss@example.com']],
    ['ana@example.com\tben@example.com', ['email ana@example.com', 'email ben@example.com'], []],
  ])('names the cells of the row %j that may take its user out, or name another', (text, found, wrong) => {
    expect(readList(text)).toMatchObject({ found, wrong })
  })

  it.each([
    'ana@example.com - on leave',
    'LEFT - ana@example.com',
    'ana@example.com: terminated',
    'ana@example.com has left',
    'ana@example.com (until 31 Dec)',
    'Ana <ana@example.com> (ab 1.12.)',
  ])('offers no address of %j, whose user may not be meant', (text) => {
    const [entry] = readAddresses(text)
    expect(entry).toMatchObject({ addresses: [], near: [], isReserved: true })
  })

  it.each(['Ana Left <ana@example.com>', 'left@example.com', 'Ruiz, Ana (from Berlin) <ana@example.com>'])(
    'takes a name for no doubt: %s',
    (text) => {
      expect(readList(text).wrong).toEqual([])
    },
  )

  it.each(['Ruiz, Ana (Baja California) <ana@example.com>', 'Ruiz, Ana (Old Street) <ana@example.com>'])(
    'takes a place in a name for no doubt: %s',
    (text) => {
      expect(readList(text)).toMatchObject({ found: ['email ana@example.com'], wrong: [] })
    },
  )

  it('reads a long cell of opened brackets in time that grows with its length', () => {
    const cell = `ana@example.com ${'(left '.repeat(5_000)}`
    expect(readList(cell).found.length + readList(cell).wrong.length).toBeGreaterThan(0)
  })

  it.each([' ', '"', '" ', ')', '. '])('reads a cell of many %j in time that grows with its length', (filler) => {
    const cell = `ana@example.com${filler.repeat(200_000 / filler.length)}x`
    expect(readAddresses(cell).every(({ addresses }) => addresses.length <= 1)).toBe(true)
  })

  it('reads addresses with names, user IDs and organization IDs, with any separator', () => {
    const text =
      'Ana Ruiz <ana@example.com>; ben@example.com\nE1001, E1002\nu-12345678-1234-1234-1234-123456789abc\nANA@example.com'
    expect(readList(text)).toEqual({
      found: [
        'email ana@example.com',
        'email ben@example.com',
        'orgUserId E1001',
        'orgUserId E1002',
        'userId u-12345678-1234-1234-1234-123456789abc',
      ],
      wrong: [],
      repeated: 1,
    })
  })

  it('reads a row of a table by its address, and no ID beside an address is lost elsewhere', () => {
    expect(readList('E1001\tAna\tana@example.com\tSales team').found).toEqual(['email ana@example.com'])
    expect(readList('1. E1001\n2) E1002').found).toEqual(['orgUserId E1001', 'orgUserId E1002'])
    expect(readList('ana@example.com, E1001').found).toEqual(['email ana@example.com', 'orgUserId E1001'])
  })

  it.each([
    ['ana@example.com;Ana Lee;1002', ['email ana@example.com'], ['Ana Lee', '1002']],
    ['ana@example.com,1002,Data', ['email ana@example.com'], ['1002', 'Data']],
    ['1002 | Ana | ana@example.com', ['email ana@example.com'], ['1002', 'Ana']],
    ['1001;Ana;Lee', ['orgUserId 1001'], ['Ana', 'Lee']],
    ['1001;Ana;2020', [], ['1001', 'Ana', '2020']],
    [
      'u-12345678-1234-1234-1234-123456789abc;Ana;2020',
      ['userId u-12345678-1234-1234-1234-123456789abc'],
      ['Ana', '2020'],
    ],
    ['1001,9000', ['orgUserId 1001', 'orgUserId 9000'], []],
    ['ana.lee; ben.ray', ['orgUserId ana.lee', 'orgUserId ben.ray'], []],
  ])('selects one user by a row with a name, and no second one by its other cells: %s', (text, found, wrong) => {
    expect(readList(text)).toMatchObject({ found, wrong })
  })

  it.each([
    ['any', 'bob2, ana, carl7', ['bob2', 'ana', 'carl7']],
    ['any', 'jdoe, asmith, E1001', ['jdoe', 'asmith', 'E1001']],
    ['any', 'jdoe|asmith|bob2|carl7|mbeth', ['jdoe', 'asmith', 'bob2', 'carl7', 'mbeth']],
    ['any', 'ana.lee; ben_ray2; carl-li', ['ana.lee', 'ben_ray2', 'carl-li']],
    ['any', 'JDoe, ASmith, BRay2, CLi7', ['JDoe', 'ASmith', 'BRay2', 'CLi7']],
    ['any', 'ana@example.com, jdoe', ['ana@example.com', 'jdoe']],
    ['any', 'ana@example.com, jdoe, bob2, E1001', ['ana@example.com', 'jdoe', 'bob2', 'E1001']],
    ['any', 'bob2, ana\ncarl7, mbeth, jdoe', ['bob2', 'ana', 'carl7', 'mbeth', 'jdoe']],
    ['any', 'E1001, E1002\nE1003, E1004', ['E1001', 'E1002', 'E1003', 'E1004']],
    ['any', 'E1001\tE1002\nE1003\tE1004', ['E1001', 'E1002', 'E1003', 'E1004']],
    ['any', 'Ana Lee <ana@example.com>, jdoe', ['ana@example.com', 'jdoe']],
    ['orgUserId', 'E1001, E1002, E1003', ['E1001', 'E1002', 'E1003']],
    ['orgUserId', 'jdoe, asmith, mbeth', ['jdoe', 'asmith', 'mbeth']],
  ] as const)('selects every user of an ordinary list, as %s: %s', (by, text, values) => {
    const { identifiers, wrong } = readIdentifierList(by, text)
    expect([identifiers.map(({ value }) => value), wrong]).toEqual([values, []])
  })

  it.each([
    ['orgUserId', 'E1001, E1002, ops', ['E1001', 'E1002'], ['ops']],
    ['orgUserId', 'bob2, ana, carl7', ['bob2', 'carl7'], ['ana']],
    ['any', 'Lee, Ana, E1001, E1002', [], ['Lee', 'Ana', 'E1001', 'E1002']],
    ['any', 'E1001;LEE;E2002', [], ['E1001', 'LEE', 'E2002']],
    ['any', '1001;ana;2020', [], ['1001', 'ana', '2020']],
    ['any', '1001\t2026-11-30\t500', [], ['1001', '2026-11-30', '500']],
    ['any', '1001\t500\n1002\t75000', [], ['1001', '500', '1002', '75000']],
    ['orgUserId', 'E1001\t500', [], ['E1001', '500']],
    ['any', 'E1001;Ana Lee;CC12', [], ['E1001', 'Ana Lee', 'CC12']],
    ['any', 'e1001,李明,e2002', [], ['e1001', '李明', 'e2002']],
    ['any', 'e1001;ana;cc12\ne1002;ben;cc13', [], ['e1001', 'ana', 'cc12', 'e1002', 'ben', 'cc13']],
    ['any', 'ana@example.com,1002,data', ['ana@example.com'], ['1002', 'data']],
    [
      'any',
      'ana@example.com,e77,lab\nben@example.com,e78,ops',
      ['ana@example.com', 'ben@example.com'],
      ['e77', 'lab', 'e78', 'ops'],
    ],
    ['orgUserId', 'ana\tE1001\tE2002', [], ['ana', 'E1001', 'E2002']],
  ] as const)('reports the entries of a row that it does not select as such, as %s: %s', (by, text, values, others) => {
    const { identifiers, wrong } = readIdentifierList(by, text)
    expect(identifiers.map(({ value }) => value)).toEqual(values)
    expect(wrong.map((entry) => [entry.text, entry.reason])).toEqual(others.map((entry) => [entry, 'of_row']))
  })

  it('takes no user of an erasure from a row with a name and several numbers', () => {
    const { identifiers, wrong } = readIdentifierList('orgUserId', '1001;Ana;2020')
    expect([identifiers, wrong.map((entry) => entry.text)]).toEqual([[], ['1001', 'Ana', '2020']])
  })

  it('names what is neither', () => {
    expect(readList('not an entry\nana@\nben@example.com')).toEqual({
      found: ['email ben@example.com'],
      wrong: ['not an entry', 'ana@'],
      repeated: 0,
    })
  })
})
