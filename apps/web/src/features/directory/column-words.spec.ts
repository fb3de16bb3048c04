import { expect, it } from 'vitest'
import { chooseColumn } from './column-words.ts'

it('gives a meaning to one column only', () => {
  expect(chooseColumn(['email', null, 'status'], 1, 'email')).toEqual([null, 'email', 'status'])
  expect(chooseColumn(['email', null, null], 2, null)).toEqual(['email', null, null])
})
