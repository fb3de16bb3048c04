import type { Route } from '@muster/contracts/route'
import { expect, test } from 'vitest'
import { ProblemError } from '../../problem-error.ts'
import { csrfTokenOf, newToken } from '../session/session-cookie.ts'
import { checkCsrfToken, checkReading, checkWriting, isDownload } from './csrf.ts'

type Headers = Readonly<Record<string, string>>

const read = { method: 'GET', path: '/api/read', summary: '', permission: 'users:read', stepUp: 'none' } as const
const page: Route = { ...read, responses: {} }
const file: Route = { ...read, responses: { 200: { mediaType: 'text/csv' } } }
const stream: Route = { ...read, responses: { 200: { mediaType: 'text/event-stream' } } }
const callback: Route = { ...page, calledBy: 'browser_from_another_site' }
const health: Route = { ...page, path: '/healthz' }

const own = 'https://muster.example.com'
const isOwnOrigin = (origin: string) => origin === own
const request = (headers: Headers) => ({ headers })

/** The code of the refusal; null if the request passes. */
function codeOf(check: () => void): string | null {
  try {
    check()
    return null
  } catch (error) {
    if (error instanceof ProblemError) return error.code
    throw error
  }
}

const fetched = (site: string, more: Headers = {}) => ({ 'sec-fetch-site': site, 'sec-fetch-mode': 'cors', ...more })
const navigated = (site: string, dest = 'document') => ({
  'sec-fetch-site': site,
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': dest,
})

test.each<[string, Route, Headers, boolean]>([
  ['a script without Fetch Metadata', page, {}, true],
  ['the page itself', page, fetched('same-origin', { 'sec-fetch-dest': 'empty' }), true],
  ['a neighbour of the same site', page, fetched('same-site'), false],
  ['another site', page, fetched('cross-site'), false],
  ['no site, without a navigation', page, fetched('none'), false],
  ['a navigation of the user', page, navigated('none'), false],
  ['a navigation of the page', page, navigated('same-origin'), false],
  ['a frame of the page', page, navigated('same-origin', 'iframe'), false],
  ['an image of the page', page, fetched('same-origin', { 'sec-fetch-dest': 'image' }), false],
  ['a script element of the page', page, fetched('same-origin', { 'sec-fetch-dest': 'script' }), false],
  ['the page itself, for a stream', stream, fetched('same-origin', { 'sec-fetch-dest': 'empty' }), true],
  ['a navigation of the page, to a stream', stream, navigated('same-origin'), false],
  ['the page itself, for a file', file, fetched('same-origin', { 'sec-fetch-dest': 'empty' }), true],
  ['a navigation of the page, to a file', file, navigated('same-origin'), true],
  ['a navigation of the user, to a file', file, navigated('none'), true],
  ['a navigation from another site, to a file', file, navigated('cross-site'), false],
  ['a navigation from a neighbour, to a file', file, navigated('same-site'), false],
  ['a frame of the page, for a file', file, navigated('same-origin', 'iframe'), false],
  ['an object of the page, for a file', file, fetched('same-origin', { 'sec-fetch-dest': 'object' }), false],
  ['another site, which the route expects', callback, navigated('cross-site'), true],
  ['another site, for the health', health, fetched('cross-site'), true],
])('a read by %s', (_who, route, headers, passes) => {
  expect(codeOf(() => checkReading(route, request(headers)))).toBe(passes ? null : 'forbidden')
})

test.each<[string, Headers, boolean]>([
  ['the page itself', { 'sec-fetch-site': 'same-origin', origin: own }, true],
  ['the page itself, without Origin', { 'sec-fetch-site': 'same-origin' }, true],
  ['a script that names the origin', { origin: own }, true],
  ['nothing of both', {}, false],
  ['a neighbour of the same site', { 'sec-fetch-site': 'same-site', origin: own }, false],
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, false],
  ['another site that claims the origin', { 'sec-fetch-site': 'cross-site', origin: own }, false],
  ['a user, without a page', { 'sec-fetch-site': 'none', origin: own }, false],
  ['another origin', { origin: 'https://evil.example' }, false],
  ['a page without an origin', { origin: 'null' }, false],
  ['the page itself with another origin', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, false],
])('a change by %s', (_who, headers, passes) => {
  const check = () => checkWriting({}, request(headers), isOwnOrigin)
  expect(codeOf(check)).toBe(passes ? null : 'csrf_refused')
})

test.each<[string, Headers, boolean]>([
  ['a server', {}, true],
  ['a browser with Fetch Metadata', { 'sec-fetch-site': 'same-origin' }, false],
  ['a browser with its origin', { origin: own }, false],
  ['a browser with a cookie', { cookie: 'sid=x' }, false],
])('a change that only a server sends, by %s', (_who, headers, passes) => {
  const check = () => checkWriting({ calledBy: 'another_server' }, request(headers), isOwnOrigin)
  expect(codeOf(check)).toBe(passes ? null : 'csrf_refused')
})

test('the token of a session is its own, whole and present', () => {
  const [bearer, other] = [newToken(), newToken()]
  const sent = (headers: Headers) => codeOf(() => checkCsrfToken(request(headers), bearer))
  expect(sent({ 'x-muster-csrf': csrfTokenOf(bearer) })).toBeNull()
  const wrong = [csrfTokenOf(other), csrfTokenOf(bearer).slice(1), `${csrfTokenOf(bearer)}a`, '', bearer]
  for (const token of wrong) expect(sent({ 'x-muster-csrf': token })).toBe('csrf_refused')
  expect(sent({})).toBe('csrf_refused')
})

test('a file is a download; JSON and a stream of events are none', () => {
  expect([file, page, stream].map(isDownload)).toEqual([true, false, false])
})
