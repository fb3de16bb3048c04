import { expect, test } from 'vitest'
import { readPerson } from './read-person.ts'

test.each([
  ['Ben <ben@example.com>', { by: 'email', value: 'ben@example.com' }],
  [' ben@example.com ', { by: 'email', value: 'ben@example.com' }],
  ['E100', { by: 'id', value: 'E100' }],
  ['sip:ben@example.com', { by: 'email', value: 'ben@example.com' }],
  ['U-0D5C9A4E-1B2C-4D3E-8F90-123456789ABC', { by: 'id', value: 'u-0d5c9a4e-1b2c-4d3e-8f90-123456789abc' }],
])('%s identifies a person', (text, person) => {
  expect(readPerson(text)).toEqual(person)
})

test.each(['ben@example.com, ana@example.com', 'Ben Tester', '---', 'the code'])('%s does not', (text) => {
  expect(() => readPerson(text)).toThrow('neither one full email address nor an ID')
})
