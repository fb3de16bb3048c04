import { expect, test } from 'vitest'
import { safePath } from './attempts.ts'

const origin = 'https://muster.example.com'
const hosts = [
  'evil.example',
  '%65vil.example',
  'muster.example.com.evil.example',
  'muster.example.com@evil.example',
  '[::1]',
  '127.1',
]
const starts = [
  '//',
  '///',
  '/\\',
  '\\\\',
  '\\/',
  '/%09//',
  '/\t/',
  '/\n/',
  '/\r\n//',
  'https://',
  'https:',
  'HTTP:\\\\',
  '/..//',
  '/./\\',
  '/a/../..//',
]
const others = [
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:x',
  'file:///etc/passwd',
  'about:blank',
  '',
  ' ',
  'users',
  '.evil.example',
  '@evil.example',
  '?//evil.example',
  '#//evil.example',
  '/sign-in',
  '/sign-in?to=//evil.example',
  '/sign-in/../api',
  '/api/session',
  '/api',
  '/scim/v2/Users',
  '/users/../api/session',
  '/users\\@evil.example',
  '/\u0000',
  '/\u2028/evil.example',
]
const payloads = [...starts.flatMap((start) => hosts.map((host) => start + host)), ...others]

test(`${payloads.length} addresses lead to no other origin, and to a page`, () => {
  expect(payloads.length).toBeGreaterThan(100)
  const led = payloads.map((to) => ({ to, path: safePath(to), url: new URL(safePath(to), origin) }))
  expect(led.filter(({ url }) => url.origin !== origin)).toEqual([])
  expect(led.filter(({ path }) => !/^\/(?![/\\])/.test(path) || /^\/(api|scim|sign-in)\b/.test(path))).toEqual([])
})

test.each([
  '/jobs?only=failures#top',
  '/users/01a2',
  '/signed-in',
  '/',
  '/users?q=%2F%2Fevil.example',
  '/sign-in-help',
])('a page stays: %s', (to) => expect(safePath(to)).toBe(to))
