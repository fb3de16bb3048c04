import { domainToASCII } from 'node:url'
import { describe, expect, it } from 'vitest'
import { resemblance } from './resemblance.ts'

const people = [
  'zoë.o’neill',
  'ana',
  'peter.cox',
  'jose',
  'x.hayes',
  'sophie',
  'a+tag',
  'coop.spa',
  'yvaine',
  'kelly_j',
]
  .map((local) => `${local}@münchen.example`)
  .concat(['scope@acme.example', 'pace@spa.example', 'ihor@corp.example', 'mika@example.com', 'vera@example.com'])

const cyrillic: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  i: 'і',
  s: 'ѕ',
  h: 'һ',
  k: 'к',
}
const withLocal = (change: (local: string) => string) => (address: string) => {
  const at = address.lastIndexOf('@')
  return `${change(address.slice(0, at))}${address.slice(at)}`
}

/** Ways to write one address as another text. */
const disguises: Readonly<Record<string, (address: string) => string>> = {
  'upper case': (address) => address.toUpperCase(),
  'capital letter': (address) => address.slice(0, 1).toUpperCase() + address.slice(1),
  decomposed: (address) => address.normalize('NFD'),
  'zero-width space': (address) => `${address.slice(0, 2)}\u200b${address.slice(2)}`,
  'zero-width joiner': (address) => `${address}\u200d`,
  'soft hyphen': (address) => `${address.slice(0, 1)}\u00ad${address.slice(1)}`,
  'right-to-left override': (address) => `\u202e${address}\u202c`,
  'isolate marks': (address) => `\u2066${address}\u2069`,
  'no-break space': (address) => `\u00a0${address}\u00a0`,
  'ideographic space': (address) => `${address}\u3000`,
  'dot behind': (address) => `${address}.`,
  'quoted local part': withLocal((local) => `"${local}"`),
  'quoted pair': withLocal((local) => `"\\${local}"`),
  'domain in ASCII': (address) => address.replace(/@(.*)$/, (_whole, domain: string) => `@${domainToASCII(domain)}`),
  'no accents': withLocal((local) => local.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '')),
  'other accents': withLocal((local) => local.replaceAll('e', 'è').replaceAll('o', 'ö')),
  homoglyph: withLocal((local) => local.replaceAll(/[aceopxyishk]/g, (letter) => cyrillic[letter] ?? letter)),
  'full width': withLocal((local) =>
    local.replaceAll(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)),
  ),
}

const pairs = Object.entries(disguises).flatMap(([name, disguise]) =>
  people.map((address) => [name, address, disguise(address)] as const),
)

describe('resemblance', () => {
  it('finds each of more than 200 disguised addresses', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(200)
    expect(pairs.filter(([, address, other]) => resemblance(address) !== resemblance(other))).toEqual([])
  })

  it.each([
    ['ana@example.com', 'anna@example.com'],
    ['ana@example.com', 'ana+work@example.com'],
    ['ana@example.com', 'ana@example.org'],
    ['a.na@example.com', 'ana@example.com'],
    ['anna1@example.com', 'annal@example.com'],
    ['か@example.com', 'が@example.com'],
    ['ana@mail.example.com', 'ana@example.com'],
  ])('keeps %s and %s apart', (one, other) => expect(resemblance(one)).not.toBe(resemblance(other)))
})
