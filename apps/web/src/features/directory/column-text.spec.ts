import { expect, it } from 'vitest'
import { chooseColumn } from './column-text.ts'

it('maps at most one column to each field', () => {
  expect(chooseColumn(['email', null, 'status'], 1, 'email')).toEqual([null, 'email', 'status'])
  expect(chooseColumn(['email', null, null], 2, null)).toEqual(['email', null, null])
})
