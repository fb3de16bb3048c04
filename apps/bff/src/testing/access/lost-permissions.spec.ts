import { listAudit } from '@muster/contracts/audit'
import { getJob, resumeJob } from '@muster/contracts/jobs'
import * as members from '@muster/contracts/members'
import * as plans from '@muster/contracts/plans'
import { listUsers } from '@muster/contracts/users'
import type { Change } from '@muster/core/change/change'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PostgresCluster } from '../../adapters/storage/testing/postgres-cluster.ts'
import { startMigratedPostgres } from '../../adapters/storage/testing/postgres-template.ts'
import type { ApiClient } from '../api-client.ts'
import { type Backend, startBackend } from '../backend.ts'
import { joinMember } from '../join-member.ts'

let cluster: PostgresCluster
let database: Client
let muster: Backend

beforeAll(async () => {
  cluster = await startMigratedPostgres()
  database = new Client({ connectionString: cluster.urlOf('migrated') })
  await database.connect()
  const env = { DATABASE_URL: cluster.urlOf('migrated'), KORE_BATCH_SIZE: '1' }
  muster = await startBackend({ env, sandbox: { users: 60, limits: null } })
  muster.sandbox.control.setLatency(400)
}, 240_000)

afterAll(async () => {
  await muster.stop()
  await database.end()
  await cluster.stop()
})

/** Calls enough to last until a member lost a permission. */
const users = 20

/** Requests for users who have no part in a fault: a group of the account, or a role on a bot. */
async function requests(gives: 'group' | 'role') {
  const { items } = await muster.api.call(listUsers, { query: { limit: 200 } })
  const plain = items.filter(({ email }) => !email.startsWith('fault+'))
  const [groupId = ''] = (await muster.groupNames()).keys()
  const role = plain.flatMap(({ roles }) => roles).find(({ botId }) => botId !== null)
  if (role === undefined) throw new Error('the sandbox has no role on a bot')
  const given = { roleId: role.roleId, botId: role.botId }
  const lacking = plain.filter((user) =>
    gives === 'group'
      ? !user.groups.includes(groupId)
      : !user.roles.some(({ roleId, botId }) => roleId === given.roleId && botId === given.botId),
  )
  const change: Change =
    gives === 'group'
      ? { kind: 'update', groups: { mode: 'edit', add: [groupId], remove: [] } }
      : { kind: 'update', roles: { mode: 'edit', add: [given], remove: [] } }
  const identifiers = lacking.slice(0, users).map(({ email }) => ({ by: 'email' as const, value: email }))
  return { kind: 'identifiers' as const, identifiers, change }
}

async function planOf(api: ApiClient, gives: 'group' | 'role') {
  const { id } = await api.call(plans.createPlan, { body: await requests(gives) })
  const plan = await api.until(
    () => api.call(plans.getPlan, { params: { id } }),
    ({ state }) => state !== 'computing',
  )
  const { confirmation, hash } = plan
  return { id, body: { hash: hash ?? '', ...('text' in confirmation ? { confirmation: confirmation.text } : {}) } }
}

/** Applies a plan and waits until its first users are done. */
async function runningJob(api: ApiClient, gives: 'group' | 'role') {
  const { id: planId, body } = await planOf(api, gives)
  const { jobId: id } = await api.call(plans.applyPlan, { params: { id: planId }, body })
  await jobUntil(id, ({ counts }) => counts.changed > 0)
  return id
}

const jobUntil = (id: string, holds: (job: Awaited<ReturnType<typeof jobOf>>) => boolean) =>
  muster.api.until(() => jobOf(id), holds, 120)
const jobOf = (id: string) => muster.api.call(getJob, { params: { id } })

describe('the running jobs of a member', () => {
  test('pause if a new role lacks a permission of their plan; the others go on', async () => {
    const { id, api } = await joinMember(muster, 'kim@example.com', 'editor')
    const withRoles = await runningJob(api, 'role')
    const withGroups = await runningJob(api, 'group')
    await muster.api.call(members.changeMember, { params: { id }, body: { role: 'help_desk' } })
    api.close()
    const paused = await jobUntil(withRoles, ({ state }) => state === 'paused' || state === 'done')
    expect(paused).toMatchObject({ state: 'paused', reason: expect.stringContaining('kim@example.com, who applied') })
    expect(paused.counts.changed).toBeLessThan(users)
    const { items } = await muster.api.call(listAudit, { query: { action: 'job.paused' } })
    expect(items.map(({ jobId, actor }) => [jobId, actor])).toEqual([[withRoles, 'Muster']])
    const done = await jobUntil(withGroups, ({ state }) => state === 'paused' || state === 'done')
    expect(done).toMatchObject({ state: 'done', counts: { changed: users } })
    await muster.api.call(resumeJob, { params: { id: withRoles } })
    expect(await jobUntil(withRoles, ({ state }) => state !== 'queued' && state !== 'running')).toMatchObject({
      state: 'done',
      counts: { changed: users },
    })
  }, 240_000)

  test('pause if their custom role loses one', async () => {
    const reading = ['users:read', 'plans:read', 'jobs:read'] as const
    const body = { name: 'Night shift', permissions: [...reading, 'plans:write', 'plans:apply', 'users:edit'] as const }
    const role = await muster.api.call(members.addMemberRole, {
      body: { ...body, permissions: [...body.permissions] },
    })
    const { api } = await joinMember(muster, 'ned@example.com', role.id)
    const job = await runningJob(api, 'group')
    api.close()
    const lower = { name: 'Night shift', permissions: [...reading, 'plans:write' as const, 'plans:apply' as const] }
    await muster.api.call(members.changeMemberRole, { params: { id: role.id }, body: lower })
    expect((await jobUntil(job, ({ state }) => state === 'paused' || state === 'done')).state).toBe('paused')
  }, 240_000)
})

describe('a plan that is applied while its member is disabled', () => {
  const locked = "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'"
  const untilWaiting = (requestsThatWait: number) =>
    muster.api.until(
      async () => (await database.query<{ n: number }>(locked)).rows[0]?.n,
      (n) => n === requestsThatWait,
    )

  test('is refused if that came first', async () => {
    const { id, api } = await joinMember(muster, 'eve@example.com', 'editor')
    const { id: planId, body } = await planOf(api, 'group')
    await database.query('begin')
    await database.query('select from members where id = $1 for update', [id])
    const applied = api.send('POST', `/api/plans/${planId}/apply`, {
      body: JSON.stringify(body),
      contentType: 'application/json',
    })
    await untilWaiting(1)
    await database.query('update members set disabled_at = now() where id = $1', [id])
    await database.query('commit')
    const { status, bytes } = await applied
    expect([status, JSON.parse(bytes.toString())]).toMatchObject([403, { code: 'forbidden' }])
    expect(await muster.api.call(plans.getPlan, { params: { id: planId } })).toMatchObject({ state: 'ready' })
    api.close()
  })

  test('makes a job that pauses if it came first', async () => {
    const { id, api } = await joinMember(muster, 'tom@example.com', 'editor')
    const { id: planId, body } = await planOf(api, 'group')
    await database.query('begin')
    await database.query('select from guard_state for update')
    const applied = api.call(plans.applyPlan, { params: { id: planId }, body })
    await untilWaiting(1)
    const disabled = muster.api.call(members.changeMember, { params: { id }, body: { disabled: true } })
    await untilWaiting(2)
    await database.query('commit')
    const [{ jobId }] = await Promise.all([applied, disabled])
    const { state } = await jobUntil(jobId, (job) => job.state === 'paused' || job.state === 'done')
    expect(state).toBe('paused')
    api.close()
  })
})
