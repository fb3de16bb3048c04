import { describe, expect, it } from 'vitest'
import { returnPath, tokenOf } from './return-path.ts'

describe('returnPath', () => {
  it.each([
    ['/jobs/01J?view=failures', '/jobs/01J?view=failures'],
    [undefined, '/users'],
    ['https://evil.example', '/users'],
    ['//evil.example', '/users'],
    ['/\\evil.example', '/users'],
    ['javascript:alert(1)', '/users'],
    ['/sign-in?to=/users', '/users'],
  ])('of %s is %s', (to, path) => {
    expect(returnPath(to)).toBe(path)
  })
})

describe('tokenOf', () => {
  it.each([
    ['#token=abc', 'abc'],
    ['#token=', null],
    ['#other=1', null],
    ['', null],
  ])('of %s is %s', (hash, token) => {
    expect(tokenOf(hash)).toBe(token)
  })
})
