import { describe, expect, it } from 'vitest'
import { isOfCause } from './issue-key.ts'

describe('isOfCause', () => {
  it.each([
    ['role_unknown:3:Testr', 'role_unknown:3:Testr', true],
    ['role_unknown:3:Testr', 'role_unknown:3', true],
    ['role_unknown:31:Testr', 'role_unknown:3', false],
    ['person_missing::', 'person_missing:', true],
    // A whole key is never the beginning of another.
    ['role_unknown:3:a:b', 'role_unknown:3:a', false],
  ])('%s of %s: %s', (key, requested, is) => expect(isOfCause(key, requested)).toBe(is))
})
