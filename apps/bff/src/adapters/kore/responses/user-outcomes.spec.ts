import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CallResult } from '../../../engine/kore-ports.ts'
import { type Requested, userOutcomes } from './user-outcomes.ts'

const ana: Requested = { key: 'k1', identifier: { by: 'email', value: 'Ana@Example.com' } }
const ben: Requested = { key: 'k2', identifier: { by: 'email', value: 'ben@example.com' } }
const cai: Requested = { key: 'k3', identifier: { by: 'orgUserId', value: 'E-17' } }
const requested = [ana, ben, cai]
const longReason = (msg: string) => ({
  statusCode: 400,
  status: 400,
  customCode: 400,
  errors: [{ msg, code: 400 }],
  _headers: {},
  message: msg,
  name: 'BadRequest',
})
const error = (msg: string, code: number) => ({ errors: [{ msg, code }] })
const success = (emailId: string) => ({ userInfo: { emailId, status: 'success' } })
const castError = {
  message: 'Cast to ObjectId failed for value "5d9d8db3x0d54920a8df1e68b" at path "_id" for model "Roles"',
  stringValue: '"5d9d8db3x0d54920a8df1e68b"',
  kind: 'ObjectId',
  value: '5d9d8db3x0d54920a8df1e68b',
  path: '_id',
}
const roleFailure = (list: string) => ({
  userInfo: { emailId: 'ana@example.com', userId: 'u-1', firstName: 'Ana', lastName: '' },
  roles: { [list]: [{ reason: castError, roleId: '5d9d8db3x0d54920a8df1e68b', botId: 'st-1' }] },
})

const read = (kind: 'update' | 'remove', body: unknown, status = 200): CallResult =>
  userOutcomes(kind, requested, { status, body: typeof body === 'string' ? body : JSON.stringify(body) })

/** `key: ok` or `key: cause`, with a `?` if part of the change may have taken effect. */
function short(result: CallResult): string {
  if (result.kind !== 'response') return `${result.kind} ${result.cause}`
  return result.results.map((one) => (one.ok ? 'ok' : `${one.cause}${one.partial ? '?' : ''}`)).join(' ')
}

describe('documented responses', () => {
  const rest = 'no_response? no_response?'
  test.each([
    ['success', 'update', { msg: 'Users are updated Successfully' }, 'ok ok ok'],
    ['success of another call', 'remove', { msg: 'Users are updated Successfully' }, 'in_doubt unexpected_response'],
    [
      'success, removal',
      'remove',
      { msg: 'Users are removed Successfully', moreAvailable: true, total: 10 },
      'ok ok ok',
    ],
    [
      'newer success, users listed under failedUserDetails',
      'update',
      {
        msg: 'User is updated Successfully.',
        failedUserDetails: [{ userInfo: { emailId: 'ana@example.com', firstName: 'Ana', status: 'success' } }],
        moreAvailable: true,
        total: 1,
      },
      'ok ok ok',
    ],
    [
      'A: removal refused',
      'remove',
      {
        failedUserDetails: [
          { emailId: 'ANA@example.COM', reason: longReason('Unauthorized to perform this activity') },
        ],
      },
      `not_authorized ${rest}`,
    ],
    [
      'A by organization id, not found',
      'remove',
      { failedUserDetails: [{ orgUserId: 'E-17', reason: longReason('User not found.') }] },
      'no_response? no_response? already_gone',
    ],
    [
      'B1: reason object under userInfo',
      'update',
      {
        failedUserDetails: [
          { userInfo: { emailId: 'ana@example.com', status: 'failure', reason: longReason('INVALID_EMAIL') } },
        ],
      },
      `email_invalid ${rest}`,
    ],
    [
      'B2: reason as text',
      'update',
      {
        failedUserDetails: [{ userInfo: { emailId: 'ana@example.com', status: 'failure', reason: 'Invalid emailId' } }],
      },
      `email_invalid ${rest}`,
    ],
    [
      'B3: errors alone',
      'update',
      {
        failedUserDetails: [
          {
            userInfo: {
              emailId: 'ana@example.com',
              status: 'failure',
              reason: { errors: [{ msg: 'User not found.' }] },
            },
          },
        ],
      },
      `user_not_found ${rest}`,
    ],
    ['C: role under addTo', 'update', { failedUserDetails: [roleFailure('addTo')] }, `role_id_malformed? ${rest}`],
    [
      'C: role under removeFrom',
      'update',
      { failedUserDetails: [roleFailure('removeFrom')] },
      `role_id_malformed? ${rest}`,
    ],
    [
      'C: group',
      'update',
      {
        failedUserDetails: [
          {
            userInfo: { emailId: 'ben@example.com' },
            groups: { addTo: [{ groupId: 'e-1', reason: 'Group not found' }] },
          },
        ],
      },
      'no_response? group_not_found? no_response?',
    ],
    [
      'failures beside the message: users not listed are proven',
      'update',
      {
        msg: 'Users are updated Successfully',
        failedUserDetails: [{ emailId: 'ben@example.com', reason: 'Invalid emailId' }],
      },
      'ok email_invalid ok',
    ],
    [
      'E: refused as a whole',
      'update',
      { errors: [{ msg: 'Something is wrong', code: 400 }] },
      'in_doubt unexpected_response',
    ],
  ] as const)('%s', (_name, kind, body, expected) => {
    expect(short(read(kind, body))).toBe(expected)
  })

  test('keeps what failed and Kore.ai\u2019s message', () => {
    const result = read('update', { failedUserDetails: [roleFailure('addTo')] })
    expect(result.kind === 'response' ? result.results[0] : null).toMatchObject({
      ok: false,
      details: { roleId: '5d9d8db3x0d54920a8df1e68b', botId: 'st-1', step: 'roles.addTo' },
      koreResponse: expect.stringContaining('Cast to ObjectId failed'),
    })
  })
})

describe('the call as a whole', () => {
  test.each([
    [400, error('users cannot be empty', 400), 'refused request_refused'],
    [400, error('User not found.', 400), 'refused user_not_found'],
    [401, error('Invalid SDK credentials', 4002), 'not_sent credential_rejected'],
    [403, error('Forbidden', 403), 'not_sent credential_rejected'],
    [403, error('Invalid values in the body', 403), 'refused flags_conflict'],
    [400, error('Invalid values in the body', 400), 'refused request_refused'],
    [404, '<html>not here</html>', 'in_doubt unexpected_response'],
    [405, error('Method Not Allowed', 405), 'refused request_refused'],
    [408, error('Request Timeout', 408), 'in_doubt unexpected_response'],
    [413, '', 'refused request_refused'],
    [429, '', 'not_sent rate_limited'],
    [429, error("You've exceeded the per-minute rate limit.", 429), 'not_sent rate_limited'],
    [200, error('Rate limit for this API has been reached.', 200), 'not_sent rate_limited'],
    [200, { msg: "You've exceeded the hourly rate limit." }, 'not_sent rate_limited'],
    [200, 'Rate limit for this API has been reached.', 'not_sent rate_limited'],
    [500, error('Internal', 500), 'in_doubt upstream_trouble'],
    [502, '<html>Bad gateway</html>', 'in_doubt upstream_trouble'],
    [302, '', 'in_doubt unexpected_response'],
    [200, '', 'in_doubt unexpected_response'],
    [200, '<html>Users are updated Successfully</html>', 'in_doubt unexpected_response'],
    [200, '{"msg":"Users are updated Succ', 'in_doubt unexpected_response'],
    [200, 'null', 'in_doubt unexpected_response'],
    [200, [], 'in_doubt unexpected_response'],
    [200, ['SUCCESS'], 'in_doubt unexpected_response'],
    [200, { failedUserDetails: [] }, 'in_doubt unexpected_response'],
    [200, { failedUserDetails: {}, msg: 'Users are updated Successfully' }, 'in_doubt unexpected_response'],
    [200, { msg: 'Users are not updated Successfully' }, 'in_doubt unexpected_response'],
    [200, { msg: 'Users are updated Successfully', errors: [{ msg: 'but' }] }, 'in_doubt unexpected_response'],
    [400, { msg: 'Users are updated Successfully' }, 'in_doubt unexpected_response'],
  ] as const)('%i %j is %s', (status, body, expected) => {
    expect(short(read('update', body, status))).toBe(expected)
  })
})

describe('no success without proof', () => {
  test.each([
    [
      'an unexpected entry beside the message',
      { msg: 'Users are updated Successfully', failedUserDetails: [{ emailId: 'x@y.z', reason: 'no' }] },
      'no_response? no_response? no_response?',
    ],
    [
      'a user listed twice, once failed',
      { failedUserDetails: [success('ana@example.com'), { emailId: 'ana@example.com', reason: 'no' }] },
      'kore_refused? no_response? no_response?',
    ],
    [
      'status success with a reason',
      { failedUserDetails: [{ emailId: 'ana@example.com', status: 'success', reason: 'no' }] },
      'kore_refused? no_response? no_response?',
    ],
    [
      'listed without a status',
      { msg: 'Users are updated Successfully', failedUserDetails: [{ emailId: 'ana@example.com' }] },
      'unexpected_response? ok ok',
    ],
    [
      'an entry that names two users',
      {
        msg: 'Users are updated Successfully',
        failedUserDetails: [{ emailId: 'ana@example.com', orgUserId: 'E-17', status: 'success' }],
      },
      'unexpected_response? no_response? unexpected_response?',
    ],
    [
      'success nested over a failed role',
      {
        failedUserDetails: [
          {
            userInfo: { emailId: 'ana@example.com', status: 'success' },
            roles: { addTo: [{ roleId: 'r', status: 'failure' }] },
          },
        ],
      },
      'kore_refused? no_response? no_response?',
    ],
  ] as const)('%s', (_name, body, expected) => {
    expect(short(read('update', body))).toBe(expected)
  })

  test('keeps an unknown reason without the address in it, so equal failures form one group', () => {
    const refused = ['ana@example.com', 'ben@example.com'].map((emailId) => ({
      userInfo: { emailId },
      reason: `The seat of ${emailId} is locked`,
    }))
    const result = read('update', { failedUserDetails: refused })
    expect(result.kind === 'response' && result.results.slice(0, 2).map((one) => !one.ok && one.details)).toEqual([
      { problem: 'The seat of … is locked' },
      { problem: 'The seat of … is locked' },
    ])
  })

  test('success listed under a 4xx proves nothing', () => {
    expect(short(read('update', { failedUserDetails: [success('ana@example.com')] }, 400))).toBe(
      'unexpected_response? no_response? no_response?',
    )
  })
})

const word = fc.constantFrom('success', 'failure', 'Success ', 'failed', '', '__proto__', 'Invalid emailId', 'ObjectId')
const who = fc.constantFrom('ana@example.com', 'BEN@example.com', 'x@y.z', 'E-17', '', 'constructor')
const anything = fc.oneof({ depthSize: 'small' }, fc.jsonValue({ maxDepth: 3 }), word, fc.constant(castError))
const entry = fc.oneof(
  fc.record(
    {
      emailId: fc.oneof(who, anything),
      orgUserId: who,
      status: fc.oneof(word, anything),
      reason: anything,
      userInfo: fc.oneof(
        fc.record({ emailId: who, orgUserId: who, status: word, reason: anything }, { requiredKeys: [] }),
        anything,
      ),
      roles: fc.record({
        addTo: fc.array(fc.record({ reason: anything, roleId: who, status: word }, { requiredKeys: [] }), {
          maxLength: 2,
        }),
      }),
      groups: anything,
    },
    { requiredKeys: [] },
  ),
  anything,
)
const sentence = fc.constantFrom(
  'Users are updated Successfully',
  'User is updated Successfully.',
  'Users are removed Successfully',
  'rate limit',
  'no',
  '',
)
const anyBody = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        msg: fc.oneof(sentence, anything),
        failedUserDetails: fc.oneof(fc.array(entry, { maxLength: 5 }), anything),
        errors: anything,
        total: anything,
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: anything },
)
const body = fc.oneof(
  anyBody.map((value) => JSON.stringify(value)),
  fc.tuple(anyBody, fc.nat()).map(([value, cut]) => JSON.stringify(value).slice(0, cut % 200)),
  fc.string(),
)
const status = fc.oneof(
  { weight: 4, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 599 }) },
)

/** Written apart from the code under test: the positions of the success messages, by an independent reading. */
function couldBeProven(source: string, one: Requested): boolean {
  const text = source.toLowerCase()
  const listedSuccess = text.includes('"status":"success') && text.includes(one.identifier.value.toLowerCase())
  const successForAll = /"msg":"users? (is|are) updated successfully/.test(text)
  return listedSuccess || successForAll
}

test('10,000 mutated responses: each user once, nothing done without proof, no exception', () => {
  let done = 0
  fc.assert(
    fc.property(body, status, (source, code) => {
      const result = userOutcomes('update', requested, { status: code, body: source })
      if (result.kind !== 'response') return
      expect(result.results.map((one) => one.key)).toEqual(['k1', 'k2', 'k3'])
      for (const [n, one] of result.results.entries()) {
        const details = requested[n]
        if (details === undefined) throw new Error('a result for a user that was not requested')
        if (!one.ok) continue
        done += 1
        expect(Math.floor(code / 100)).toBe(2)
        expect(couldBeProven(source, details)).toBe(true)
        expect(mentionsReason(JSON.parse(source), details.identifier)).toBe(false)
      }
    }),
    { numRuns: 10_000 },
  )
  // The bodies must reach success too, otherwise the property proves nothing.
  expect(done).toBeGreaterThan(100)
})

/** Whether an entry of failedUserDetails names the user at a documented position with a nonempty `reason` beside the name. */
function mentionsReason(parsed: unknown, { by, value }: Requested['identifier']): boolean {
  const field = by === 'email' ? 'emailid' : 'orguserid'
  const details: unknown =
    typeof parsed === 'object' && parsed !== null && 'failedUserDetails' in parsed ? parsed.failedUserDetails : []
  return (Array.isArray(details) ? details : []).some((one: unknown) => {
    const source = JSON.stringify(one).toLowerCase()
    const named = source.includes(`"${field}":"${value.toLowerCase()}"`)
    return named && /"reason":"[^"]/.test(source)
  })
}
