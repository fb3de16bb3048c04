import { expect, test } from 'vitest'
import { permissions } from '../permission.ts'
import { freshMs, isFresh, needsProof } from './step-up.ts'

test('acts that remove, erase or elevate need a proof, also together with others', () => {
  expect(permissions.filter((permission) => needsProof([permission]))).toEqual([
    'users:elevate',
    'users:remove',
    'users:erase',
  ])
  expect(needsProof(['users:edit', 'users:remove'])).toBe(true)
  expect(needsProof(['users:edit', 'users:roles'])).toBe(false)
  expect(needsProof([])).toBe(false)
})

test('a proof counts for five minutes, and not before it was given', () => {
  const at = 1_000_000
  expect([0, 1, freshMs].map((later) => isFresh(at, at + later))).toEqual([true, true, true])
  expect([-1, freshMs + 1].map((later) => isFresh(at, at + later))).toEqual([false, false])
})
