import { describe, expect, it } from 'vitest'
import { signatureIn } from './receipt-text.ts'

describe('signatureIn', () => {
  it.each([
    ['a.b.c', 'a.b.c'],
    ['  a.b\n.c \n', 'a.b.c'],
    ['{"receipt":{},"jws":"a.b.c"}', 'a.b.c'],
    ['{"jws":7}', '{"jws":7}'],
  ])('%j', (text, jws) => {
    expect(signatureIn(text)).toBe(jws)
  })
})
