import { eraseUsersDataResponse } from '@muster/kore-api/erase-users-data'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { call } from './sandbox-client.ts'
import { documentedIds, type Sandbox, startSandbox, wellKnown } from './start-sandbox.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox({ users: 100, eraseDelayMs: 0 })
})
afterEach(() => sandbox.stop())

/** The exact body of the sample on the page of Update User. */
const updateSample = (roleId: string): string => `{
    "users": [
        {
            "userInfo": {
                "emailId": "publicuser2@gmail.com"
            },
            "groups": {
                "addTo": [
                    "e-f9c09c08-9310-52ff-b672-570ec7325215"
                ]
            },
            "roles": {
                "addTo": [
                    {
                        "roleId": "${roleId}",
                        "botId": "st-b8525f88-6dd3-54a7-8a97-734ecb748733"
                    }
                ],
                "removeFrom": [
                    {
                        "roleId": "5d9d920dabdc1e6e8ec99342",
                        "botId": "st-16511425-15c5-5cdf-b652-a796db7d134b"
                    }
                ]
            },
            "canCreateBot": true,
            "isDeveloper": true
        }
	]
}
`

describe('Update User API', () => {
  it('the sample unchanged: the failure case', async () => {
    const got = await call(sandbox, 'PUT /api/public/users', { body: updateSample('5d9d8db3x0d54920a8df1e68b') })
    expect(got.status).toBe(200)
    expect(got.body).toEqual({
      failedUserDetails: [
        {
          userInfo: {
            emailId: 'publicuser2@gmail.com',
            userId: 'u-575eccca-6ee5-566d-8769-658026135065',
            firstName: 'user2',
            lastName: '',
          },
          roles: {
            addTo: [
              {
                reason: {
                  message:
                    'Cast to ObjectId failed for value "5d9d8db3x0d54920a8df1e68b" at path "_id" for model "Roles"',
                  stringValue: '"5d9d8db3x0d54920a8df1e68b"',
                  kind: 'ObjectId',
                  value: '5d9d8db3x0d54920a8df1e68b',
                  path: '_id',
                },
                roleId: '5d9d8db3x0d54920a8df1e68b',
                botId: 'st-b8525f88-6dd3-54a7-8a97-734ecb748733',
              },
            ],
          },
        },
      ],
    })
    // The failed entry is skipped, the rest of the user is done.
    expect(sandbox.control.user('publicuser2@gmail.com')).toMatchObject({
      groups: expect.arrayContaining([documentedIds.groupId]),
      botRoles: [],
      canCreateBot: true,
    })
  })

  it('the sample with a role that exists: the success case', async () => {
    const got = await call(sandbox, 'PUT /api/public/users', { body: updateSample(documentedIds.roleId) })
    expect([got.status, got.body]).toEqual([200, { msg: 'Users are updated Successfully' }])
    expect(sandbox.control.user('publicuser2@gmail.com')?.botRoles).toEqual([
      { roleId: documentedIds.roleId, botId: documentedIds.botId },
    ])
  })
})

describe('Remove Users from Account', () => {
  it('the sample unchanged: the failure case', async () => {
    const got = await call(sandbox, 'DELETE /api/public/users', { body: { deleteEmailIds: ['deskkore1@gmail.com'] } })
    expect(got.status).toBe(200)
    expect(got.body).toEqual({
      failedUserDetails: [
        {
          emailId: 'deskkore1@gmail.com',
          reason: {
            statusCode: 400,
            status: 400,
            customCode: 400,
            errors: [{ msg: 'Unauthorized to perform this activity', code: 400 }],
            _headers: {},
            message: 'Unauthorized to perform this activity',
            name: 'BadRequest',
          },
        },
      ],
    })
    expect(sandbox.control.user(wellKnown.documentedRemoval)?.isMember).toBe(true)
  })

  it.each([{ deleteEmailIds: [wellKnown.member] }, { orgUserIds: ['ORG-MEMBER'] }])(
    '%j: the success case',
    async (body) => {
      const got = await call(sandbox, 'DELETE /api/public/users', { body })
      expect([got.status, got.body]).toEqual([200, { msg: 'Users are removed Successfully' }])
      expect(sandbox.control.user(wellKnown.member)?.isMember).toBe(false)
    },
  )

  it('refuses the two keys of the pseudo-code sample together', async () => {
    const body = { deleteEmailIds: [wellKnown.member], orgUserIds: ['ORG-MEMBER'] }
    expect((await call(sandbox, 'DELETE /api/public/users', { body })).status).toBe(400)
    expect(sandbox.control.effects()).toEqual([])
  })
})

describe('Delete Customer Data API', () => {
  const sample = {
    userIds: ['userId1', 'userId2', 'userId3'],
    botIds: ['botId1', 'botId2', 'botId3'],
    RemoveDataFromAllBots: true,
  }

  it('accepts the sample as JSON by DELETE', async () => {
    const got = await call(sandbox, 'DELETE /api/public/bot/eraseUsersData', { body: sample })
    expect(got.status).toBe(200)
    expect(got.body).toEqual({ requestId: expect.stringMatching(/^eud-.+/), status: 'in-progress' })
  })

  it('refuses the sample by POST', async () => {
    const got = await call(sandbox, 'POST /api/public/bot/eraseUsersData', { body: sample, auth: null })
    expect([got.status, got.body]).toEqual([405, { errors: [{ msg: 'Method Not Allowed', code: 405 }] }])
  })

  it('the exact sample is not JSON', async () => {
    const body = `{
  	userIds: ["userId1","userId2","userId3"],
	botIds: ["botId1","botId2","botId3"]
        RemoveDataFromAllBots: true   // optional
       }`
    const got = await call(sandbox, 'DELETE /api/public/bot/eraseUsersData', { body })
    expect([got.status, sandbox.control.effects()]).toEqual([400, []])
  })

  it('returns the status in the documented form', async () => {
    const body = { userIds: [wellKnown.customer], RemoveDataFromAllBots: true }
    const accepted = await call(sandbox, 'DELETE /api/public/bot/eraseUsersData', { body })
    const { requestId } = eraseUsersDataResponse.parse(accepted.body)
    const status = await call(sandbox, `GET /api/public/bot/eraseUsersData/status/${requestId}`)
    expect(status.body).toEqual({
      _id: requestId,
      createdOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      lastUpdatedOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      RemoveDataFromAllBots: true,
      response: [{ userId: wellKnown.customer, status: 'SUCCESS' }],
    })
  })
})
