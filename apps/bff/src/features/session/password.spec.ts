import { argon2Sync } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword, passwordFits } from './password.ts'

test('a password fits by the parameters of its hash, which another version may have chosen', async () => {
  const salt = Buffer.from('sixteen bytes ok')
  const cost = { memory: 8192, passes: 3, parallelism: 1, tagLength: 24 }
  const tag = argon2Sync('argon2id', { message: 'seven quiet rivers', nonce: salt, ...cost })
  const kept = `$argon2id$v=19$m=8192,t=3,p=1$${salt.toString('base64url')}$${tag.toString('base64url')}`
  expect(await passwordFits('seven quiet rivers', kept)).toBe(true)
  expect(await passwordFits('seven quiet rivers', await hashPassword('seven quiet rivers'))).toBe(true)
  expect(await passwordFits('eight quiet rivers', kept)).toBe(false)
  for (const other of [null, '', '$argon2id$v=19$m=8192,t=3,p=1$$', kept.replace('v=19', 'v=16'), `${kept}$more`])
    expect(await passwordFits('seven quiet rivers', other)).toBe(false)
})
