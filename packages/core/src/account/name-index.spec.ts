import { expect, it } from 'vitest'
import { nameIndex } from './name-index.ts'

const names = ['Support Tier 1', 'Support Tier 3', 'Sales EMEA', 'Sales APAC', 'Data', 'Data Science', '007', '12']
const index = nameIndex(names.map((name) => ({ id: `e-${name}`, name })))
const suggested = (written: string) => {
  const match = index.find(written)
  return match.kind === 'unknown' ? match.suggestions : match
}

it.each(['Support Tier 4', 'Support Tier 1-3', 'Sales EMEA APAC', 'Data (removed)', 'Ex-Data', 'not Data'])(
  'suggests no other thing, half or opposite for %j',
  (written) => expect(suggested(written)).toEqual([]),
)

it.each(['clear', 'Leave as is', 'remove all', 'Empty', 'löschen', 'Laisser', 'unverändert', 'sin cambios'])(
  'takes %j for something to do, not for a name',
  (written) => {
    const likely = nameIndex(
      ['Learning', 'Leaver Support', 'Empfang', 'Sin cambio', 'Loschen AG'].map((name) => ({ id: name, name })),
    )
    expect(likely.find(written)).toEqual({ kind: 'unknown', suggestions: [] })
  },
)

it.each([
  ['Suport Tier 1', 'Support Tier 1'],
  ['Sales-EMEA', 'Sales EMEA'],
  ['Data Sciense', 'Data Science'],
  ['12.0', '12'],
])('suggests for %j first: %j', (written, name) => expect(suggested(written)).toHaveProperty('0', name))

it('suggests no name that grants elevated access for one that has only a common word of it', () => {
  const roles = nameIndex(['User Manager', 'Read-only Admin'].map((name) => ({ id: name, name, isElevated: true })))
  for (const written of ['end-user', 'user mgmt', 'users'])
    expect(roles.find(written)).toEqual({ kind: 'unknown', suggestions: [] })
  expect(roles.find('User Manger')).toEqual({ kind: 'unknown', suggestions: ['User Manager'] })
  expect(roles.find('Master Admin')).toEqual({ kind: 'unknown', suggestions: ['Read-only Admin'] })
})

it('suggests the name that a program decoded twice, before one without its accent', () => {
  const cities = nameIndex(['Vertrieb Munchen', 'Vertrieb München', '東京 Office'].map((name) => ({ id: name, name })))
  expect(cities.find('Vertrieb MÃ¼nchen')).toEqual({ kind: 'unknown', suggestions: ['Vertrieb München'] })
  expect(cities.find('æ\u009d±äº¬ Office')).toEqual({ kind: 'unknown', suggestions: ['東京 Office'] })
  expect(cities.find('Vertrieb Ã')).not.toMatchObject({ kind: 'found' })
})

it('takes footnotes and numbers in circles for no digits of the name', () => {
  const numbered = nameIndex(['Region 12', 'm²', 'Team 3'].map((name) => ({ id: name, name })))
  expect(['Region 1²', 'Team ③', 'm2'].map((written) => numbered.knows(written))).toEqual([false, false, false])
  expect(['m²', 'Ｔｅａｍ ３'].map((written) => numbered.knows(written))).toEqual([true, true])
})

it('takes strokes through letters for a part of the name', () => {
  expect(index.knows('D\u0301ata')).toBe(true)
  expect(index.knows('D\u0336a\u0336t\u0336a\u0336')).toBe(false)
})

it('takes a missing accent for the name, another accent for another name', () => {
  const accents = nameIndex(['Bán hàng', 'Hår', 'Łódź', 'Zürich', 'Straße'].map((name) => ({ id: name, name })))
  for (const written of ['Ban hang', 'Bán hang', 'HAR', 'lodz', 'Zurich', 'Zu\u0308rich', 'STRASSE'])
    expect(accents.find(written)).toMatchObject({ kind: 'found' })
  expect(['Bạn hàng', 'Här', 'Łòdź', 'Zùrich'].map((written) => accents.find(written))).toEqual(
    ['Bán hàng', 'Hår', 'Łódź', 'Zürich'].map((name) => ({ kind: 'unknown', suggestions: [name] })),
  )
})
