import { expect, test } from 'vitest'
import { mutantsOf } from './mutants.ts'

const changes = (text: string) => mutantsOf('gate.ts', text).map(({ line, change }) => `${line}: ${change}`)

test('a gate has a mutant for each condition, operator, throw, call and boolean', () => {
  const text = [
    'export function gate(a: boolean, b: readonly number[]): boolean {',
    '  if (a && b.length > 0) throw new Error("no")',
    '  note(a)',
    '  return !a || b.some((n) => n === 1) ? true : false',
    '}',
  ].join('\n')
  expect(changes(text)).toEqual([
    '2: a && b.length > 0 → !(a && b.length > 0)',
    '2: && → ||',
    '2: > → >=',
    '2: throw new Error("no") → ;',
    '3: note(a) → ;',
    '4: !a || b.some((n) => n === 1) → !(!a || b.some((n) => n === 1))',
    '4: !a → a',
    '4: || → &&',
    '4: some → every',
    '4: === → !==',
    '4: true → false',
    '4: false → true',
  ])
})

test('a mutant is the whole file with one change', () => {
  const [mutant] = mutantsOf('gate.ts', 'export const isOpen = (n: number) => n < 3\n')
  expect(mutant?.text).toBe('export const isOpen = (n: number) => n <= 3\n')
})

test('types and imports have none', () => {
  expect(changes("import { a } from 'b'\nexport type Yes = true\ninterface X {\n  readonly is: false\n}\n")).toEqual([])
})
