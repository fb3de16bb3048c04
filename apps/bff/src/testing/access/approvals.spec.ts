import * as approvals from '@muster/contracts/approvals'
import { listAudit } from '@muster/contracts/audit'
import { reauthenticateMember } from '@muster/contracts/factors'
import { getJob, listJobs } from '@muster/contracts/jobs'
import { listMembers, renewInvitation } from '@muster/contracts/members'
import * as plans from '@muster/contracts/plans'
import { listPlans } from '@muster/contracts/plans/listed-plans'
import { sessionSchema } from '@muster/contracts/session'
import { createToken } from '@muster/contracts/tokens'
import type { MemberRole, Permission } from '@muster/core/permission'
import { noApprovals } from '@muster/core/policy/approval'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../adapters/storage/database/new-id.ts'
import { type PostgresCluster, startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { hashPassword } from '../../features/session/password.ts'
import { type ApiClient, openApiClient } from '../api-client.ts'
import { type Backend, startBackend } from '../backend.ts'
import { callByToken, unattendedToken } from '../unattended-token.ts'

let cluster: PostgresCluster
let database: Client
let muster: Backend
let helpDesk: ApiClient
let approver: ApiClient
const owner = { email: 'owner@example.com', password: 'a password of the owner' }
const password = 'words of a further member'

/** A signed-in member with this role. */
async function memberOf(role: MemberRole): Promise<ApiClient> {
  const email = `${role}-${newId()}@example.com`
  await database.query(
    'insert into members (id, email, name, role, password_hash, created_at, joined_at) values ($1, $2, $3, $4, $5, now(), now())',
    [newId(), email, role, role, await hashPassword(password)],
  )
  return await openApiClient(muster.url, { email, password })
}

beforeAll(async () => {
  cluster = await startPostgres()
  database = new Client({ connectionString: cluster.urlOf('postgres') })
  await database.connect()
  muster = await startBackend({ env: { DATABASE_URL: cluster.urlOf('postgres') } })
  ;[helpDesk, approver] = await Promise.all([memberOf('help_desk'), memberOf('approver')])
}, 240_000)

afterAll(async () => {
  helpDesk.close()
  approver.close()
  await muster.stop()
  await database.end()
  await cluster.stop()
})

beforeEach(async () => {
  await muster.api.call(approvals.setApprovalPolicy, { body: noApprovals })
})

const json = 'application/json'
let next = 10

/** A plan of this member that removes a user that no other test removes, and whose removal works at once. */
async function removalOf(api: ApiClient): Promise<ReturnType<typeof stepsOf>> {
  next += 1
  const { rows } = await database.query<{ email: string }>(
    "select email from users where not is_admin and email not like 'fault+%' order by id limit 1 offset $1",
    [next],
  )
  const identifiers = [{ by: 'email' as const, value: rows[0]?.email ?? '' }]
  const plan = await api.call(plans.createPlan, {
    body: { kind: 'identifiers', identifiers, change: { kind: 'remove' } },
  })
  // Some users of the sandbox may not be removed, and a job of another test may have removed this one.
  return plan.summary.dispositions.change === 1 ? stepsOf(api, plan) : removalOf(api)
}

function stepsOf(api: ApiClient, plan: plans.PlanEntry) {
  const confirmation = 'text' in plan.confirmation ? plan.confirmation.text : ''
  const hash = plan.hash ?? ''
  const apply = async (by: ApiClient) => {
    const body = JSON.stringify({ hash, confirmation })
    const answer = await by.send('POST', `/api/plans/${plan.id}/apply`, { body, contentType: json })
    return { status: answer.status, body: JSON.parse(answer.bytes.toString()) as { code?: string; jobId?: string } }
  }
  const post = async (by: ApiClient, path: string, body: object) =>
    (await by.send('POST', `/api/plans/${plan.id}/approval${path}`, { body: JSON.stringify(body), contentType: json }))
      .status
  return {
    id: plan.id,
    hash,
    confirmation,
    apply,
    request: (by = api) => post(by, '', { hash, reason: 'They left the company.' }),
    decide: (by: ApiClient, decision: string, more: object = {}) =>
      post(by, '/decision', { hash, decision, comment: '', ...more }),
    comment: (by: ApiClient) => post(by, '/comments', { comment: 'Why this one?' }),
    read: (by: ApiClient) => by.call(approvals.getApproval, { params: { id: plan.id } }),
  }
}

test('plans and jobs are found by the words of their titles, in any language', async () => {
  const plan = await removalOf(muster.api)
  const { jobId } = (await plan.apply(muster.api)).body
  const foundIn = async (kind: 'plans' | 'jobs', q: string) => {
    const query = { q, limit: 50 }
    const { items } = await (kind === 'plans'
      ? muster.api.call(listPlans, { query })
      : muster.api.call(listJobs, { query }))
    return items.map(({ id }) => id)
  }
  for (const word of ['remove', 'Entfernen', 'إزالة', 'ازالة']) {
    expect(await foundIn('plans', word)).toContain(plan.id)
    expect(await foundIn('jobs', word)).toContain(jobId)
  }
  for (const word of ['löschen', 'محو', 'entfernen absent']) {
    expect(await foundIn('plans', word)).not.toContain(plan.id)
    expect(await foundIn('jobs', word)).not.toContain(jobId)
  }
})

describe('a plan that removes a user', () => {
  /** Proves who the owner is, for the plan with this hash. Their session is another one afterwards. */
  async function prove(from: Record<string, string>, planHash?: string): Promise<Record<string, string>> {
    const answer = await fetch(`${muster.url}${reauthenticateMember.path}`, {
      method: 'POST',
      headers: { ...from, 'content-type': json },
      body: JSON.stringify({ password: owner.password, planHash }),
    })
    expect(answer.status).toBe(200)
    const { csrfToken } = sessionSchema.parse(await answer.json())
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    return { ...from, cookie, 'x-muster-csrf': csrfToken ?? '' }
  }

  /** Sends the application of a plan as it is; returns the code of its refusal, or the status. */
  async function apply({ id, hash, confirmation }: Awaited<ReturnType<typeof removalOf>>, headers: object) {
    const answer = await fetch(`${muster.url}/api/plans/${id}/apply`, {
      method: 'POST',
      headers: { ...headers, 'content-type': json },
      body: JSON.stringify({ hash, confirmation }),
    })
    const { code } = JSON.parse(await answer.text()) as { code?: string }
    return code ?? answer.status
  }

  test('is applied with a proof for its own hash, in the session that gave it, once', async () => {
    const signedIn = await openApiClient(muster.url, owner)
    const other = await openApiClient(muster.url, owner)
    const plan = await removalOf(signedIn)
    const another = await removalOf(signedIn)
    expect(plan.hash).not.toBe(another.hash)
    // Neither the sign-in of a moment ago nor a proof without a plan counts, nor one for another plan.
    expect(await apply(plan, signedIn.headers)).toBe('reauthentication_required')
    const proved = await prove(await prove({ ...signedIn.headers }), another.hash)
    expect(await apply(plan, proved)).toBe('reauthentication_required')
    const session = await prove(proved, plan.hash)
    expect(await apply(plan, other.headers)).toBe('reauthentication_required')
    // A mistake costs no second proof.
    expect(await apply({ ...plan, confirmation: 'remove 99' }, session)).toBe('confirmation_mismatch')
    expect(await apply(plan, session)).toBe(201)
    expect(await apply(plan, session)).toBe('plan_already_applied')
    const { rows } = await database.query<{ plan_hash: string }>('select plan_hash from plan_proofs')
    expect(rows.map(({ plan_hash }) => plan_hash)).toEqual([another.hash])
    await database.query("update plan_proofs set at = now() - interval '301 seconds'")
    expect(await apply(another, session)).toBe('reauthentication_required')
    signedIn.close()
    other.close()
  })

  test('is applied by a token only if it may act without a proof', async () => {
    const scope: readonly Permission[] = ['users:read', 'plans:write', 'plans:read', 'plans:apply', 'users:remove']
    const tokenWith = async (permissions: readonly Permission[]) => {
      const body = { name: 'Leavers', permissions: [...permissions], expiresInDays: 1 }
      return { authorization: `Bearer ${(await muster.api.call(createToken, { body })).secret}` }
    }
    const plan = await removalOf(muster.api)
    expect(await apply(plan, await tokenWith(scope))).toBe('forbidden')
    expect(await apply(plan, await tokenWith([...scope, 'tokens:unattended']))).toBe(201)
  })
})

describe('a member without the right', () => {
  test('requests approval, another member approves, and the member applies once', async () => {
    const plan = await removalOf(helpDesk)
    expect(await plan.apply(helpDesk)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await plan.read(helpDesk)).toMatchObject({ lacks: ['users:remove'], mayRequest: true, mayApply: false })
    expect((await plan.read(helpDesk)).approvers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['approver', 'owner']),
    )
    expect(await plan.request()).toBe(200)
    expect(await approver.call(approvals.countApprovals)).toEqual({ waiting: 1 })
    expect(await helpDesk.call(approvals.countApprovals)).toEqual({ waiting: 0 })
    expect(await plan.decide(approver, 'request_changes', { comment: 'Only one of them' })).toBe(200)
    expect(await plan.apply(helpDesk)).toMatchObject({ status: 403 })
    expect(await plan.comment(helpDesk)).toBe(200)
    expect(await plan.request()).toBe(200)
    expect(await plan.decide(approver, 'approve')).toBe(200)
    const applied = await plan.apply(helpDesk)
    expect(applied.status).toBe(201)
    expect(await plan.apply(approver)).toMatchObject({ status: 409, body: { code: 'plan_already_applied' } })
    expect((await plan.read(approver)).events.map(({ kind }) => kind)).toEqual([
      'requested',
      'changes_requested',
      'commented',
      'requested',
      'approved',
    ])
    const { items } = await muster.api.call(listAudit, { query: { action: 'approval.approved' } })
    expect(items[0]?.sentence).toMatch(/^approver-.+ approved "Remove .+" of help_desk-.+: SHA-256 [0-9a-f]{64}$/)
  })

  test('neither approves nor requests for another, and the approval of another hash counts for nothing', async () => {
    const plan = await removalOf(helpDesk)
    const other = await removalOf(approver).catch(() => null)
    // An approver makes no plans.
    expect(other).toBeNull()
    expect(await plan.request(approver)).toBe(403)
    expect(await plan.request()).toBe(200)
    expect(await plan.decide(helpDesk, 'approve')).toBe(403)
    expect(await plan.decide(approver, 'approve', { hash: 'another' })).toBe(409)
    expect(await plan.apply(helpDesk)).toMatchObject({ status: 403 })
    expect(await plan.decide(approver, 'reject', { comment: 'No.' })).toBe(200)
    expect(await plan.decide(approver, 'approve')).toBe(409)
    expect(await plan.request()).toBe(409)
  })
})

describe('the name of a plan', () => {
  test('is given by its author, or a member who may approve, before and after the application', async () => {
    const colleague = await memberOf('help_desk')
    const plan = await removalOf(helpDesk)
    const rename = async (by: ApiClient, name: string | null) =>
      (await by.send('PATCH', `/api/plans/${plan.id}`, { body: JSON.stringify({ name }), contentType: json })).status
    const nameNow = async () => (await helpDesk.call(plans.getPlan, { params: { id: plan.id } })).name
    expect(await rename(helpDesk, 'Leavers of May')).toBe(200)
    expect(await plan.request()).toBe(200)
    expect(await rename(colleague, 'Harmless')).toBe(403)
    expect(await rename(approver, 'Harmless')).toBe(403)
    expect(await nameNow()).toBe('Leavers of May')
    expect(await rename(muster.api, 'Leavers of June')).toBe(200)
    expect(await plan.decide(approver, 'approve')).toBe(200)
    expect((await plan.apply(helpDesk)).status).toBe(201)
    expect(await rename(colleague, 'Harmless')).toBe(403)
    expect(await rename(helpDesk, 'Leavers of summer')).toBe(200)
    expect(await nameNow()).toBe('Leavers of summer')
    const audit = await muster.api.call(listAudit, { query: { action: 'plan.renamed' } })
    const author = expect.stringMatching(/^help_desk-/)
    expect(audit.items.map(({ actor }) => actor)).toEqual([author, owner.email, author])
    const refused = await muster.api.call(listAudit, { query: { action: 'request.refused' } })
    expect(refused.items.map(({ actor }) => actor).join()).toContain('help_desk-')
    colleague.close()
  })
})

describe('joining a group through which another user holds an admin role', () => {
  test('counts as a grant of an admin role, in plans, also made before, and in scripts', async () => {
    const elevate = { fromUsers: 1, fromPercent: null }
    const group = (await database.query<{ id: string; name: string }>('select id, name from access_groups limit 1'))
      .rows[0] ?? { id: '', name: '' }
    const { rows } = await database.query<{ email: string }>(
      'select email from users where not is_admin and not $1 = any(groups) order by id limit 2',
      [group.id],
    )
    const [holder = '', user = ''] = rows.map(({ email }) => email)
    const change = { kind: 'update' as const, groups: { mode: 'edit' as const, add: [group.id], remove: [] } }
    const body = { kind: 'identifiers' as const, identifiers: [{ by: 'email' as const, value: user }], change }
    const before = await helpDesk.call(plans.createPlan, { body })
    expect(before.confirmation.kind).toBe('none')
    await database.query('update users set is_admin = true, roles = $1 where email = $2', [
      JSON.stringify([{ roleId: 'a'.repeat(24), botId: null, viaGroups: [group.name] }]),
      holder,
    ])
    for (const plan of [before, await helpDesk.call(plans.createPlan, { body })]) {
      const read = await helpDesk.call(plans.getPlan, { params: { id: plan.id } })
      expect(read.confirmation.kind).toBe('word')
      expect(await stepsOf(helpDesk, read).apply(helpDesk)).toMatchObject({ status: 403 })
      expect(await stepsOf(helpDesk, read).read(helpDesk)).toMatchObject({ lacks: ['users:elevate'] })
    }
    const users = [{ userInfo: { emailId: user }, groups: { addTo: [group.id] } }]
    const call = { body: JSON.stringify({ users }), contentType: json }
    const editor = await memberOf('editor')
    expect((await editor.send('PUT', '/api/kore/users', call)).status).toBe(403)
    editor.close()
    await muster.api.call(approvals.setApprovalPolicy, { body: { ...noApprovals, elevate } })
    expect((await muster.api.send('PUT', '/api/kore/users', call)).status).toBe(403)
    const elevation = { method: 'PUT', path: '/api/kore/users', body: { users } }
    expect((await callByToken(muster.url, await unattendedToken(muster.api), elevation)).status).toBe(409)
    const own = stepsOf(muster.api, await muster.api.call(plans.createPlan, { body }))
    expect(await own.apply(muster.api)).toMatchObject({ status: 409, body: { code: 'approval_required' } })
  })
})

describe('a plan beyond the policy', () => {
  const remove = { fromUsers: 1, fromPercent: null }

  test('needs another member, also for an owner', async () => {
    await muster.api.call(approvals.setApprovalPolicy, { body: { ...noApprovals, remove } })
    const plan = await removalOf(muster.api)
    expect(await plan.apply(muster.api)).toMatchObject({ status: 409, body: { code: 'approval_required' } })
    expect(await plan.request()).toBe(200)
    expect(await plan.decide(muster.api, 'approve')).toBe(403)
    // A token of the author is no other member.
    const scope: Permission[] = ['plans:approve', 'users:remove', 'tokens:unattended']
    const body = { name: 'Approvals', permissions: scope, expiresInDays: 1 }
    const { secret } = await muster.api.call(createToken, { body })
    const byToken = await callByToken(muster.url, secret, {
      method: 'POST',
      path: `/api/plans/${plan.id}/approval/decision`,
      body: { hash: plan.hash, decision: 'approve', comment: '' },
    })
    expect(byToken).toMatchObject({
      status: 403,
      body: { detail: 'Another member must approve a plan that you made.' },
    })
    expect(await plan.decide(approver, 'approve')).toBe(200)
    expect((await plan.apply(approver)).status).toBe(201)
    const { items } = await muster.api.call(listAudit, { query: { action: 'guard.refused' } })
    expect(items[0]?.sentence).toContain('needs the approval of another member')
  })

  test('is not approved by a member who may have made it: with a link that they issued to its author', async () => {
    await muster.api.call(approvals.setApprovalPolicy, { body: { ...noApprovals, remove } })
    const author = await memberOf('people_manager')
    const { items } = await muster.api.call(listMembers)
    const { id = '', email = '' } = items.find(({ role }) => role === 'people_manager') ?? {}
    const { link } = await muster.api.call(renewInvitation, { params: { id } })
    const token = new URL(link).hash.slice('#token='.length)
    const headers = { 'content-type': json, origin: muster.url }
    const accepted = { method: 'POST', headers, body: JSON.stringify({ token, password }) }
    expect((await fetch(`${muster.url}/api/invitation`, accepted)).status).toBe(200)
    const taken = await openApiClient(muster.url, { email, password })
    const plan = await removalOf(taken)
    expect(await plan.request()).toBe(200)
    expect(await plan.decide(muster.api, 'approve')).toBe(403)
    expect(await plan.apply(taken)).toMatchObject({ status: 409, body: { code: 'approval_required' } })
    expect(await plan.decide(approver, 'approve')).toBe(200)
    author.close()
    taken.close()
  })

  test('is refused once the approver may no longer approve, or was disabled', async () => {
    await muster.api.call(approvals.setApprovalPolicy, { body: { ...noApprovals, remove } })
    const second = await memberOf('approver')
    const plan = await removalOf(muster.api)
    expect(await plan.request()).toBe(200)
    expect(await plan.decide(second, 'approve')).toBe(200)
    await database.query(
      "update members set role = 'viewer' where name = 'approver' and role = 'approver' and id = (select max(id) from members)",
    )
    expect(await plan.apply(muster.api)).toMatchObject({ status: 409, body: { code: 'approval_required' } })
    // The session of a member who lost a right loses it with the next request.
    expect(await plan.decide(second, 'reject')).toBe(403)
    second.close()
  })

  test('is refused from a file, as an undo and as an update of a script', async () => {
    const { rows } = await database.query<{ email: string }>(
      "select email from users where not is_admin and not is_developer and email not like 'fault+%' order by id limit 2",
    )
    const [first = '', second = ''] = rows.map(({ email }) => email)
    const flags = { kind: 'update', isDeveloper: true } as const
    const identifiers = [{ by: 'email' as const, value: first }]
    const body = { kind: 'identifiers' as const, identifiers, change: flags }
    const { body: applied } = await stepsOf(muster.api, await muster.api.call(plans.createPlan, { body })).apply(
      muster.api,
    )
    const jobId = applied.jobId ?? ''
    await muster.api.until(
      () => muster.api.call(getJob, { params: { id: jobId } }),
      ({ state }) => state === 'done',
    )
    await muster.api.call(approvals.setApprovalPolicy, { body: { ...noApprovals, everything: remove } })

    const undo = await muster.api.call(plans.createPlan, { body: { kind: 'undo', jobId } })
    const file = await muster.upload('developers.csv', `Email,Developer\n${second},yes\n`)
    const planned = await muster.api.call(plans.createPlan, { body: { kind: 'upload', uploadId: file.id } })
    for (const plan of [undo, planned]) {
      expect(plan.summary.dispositions.change).toBe(1)
      expect(await stepsOf(muster.api, plan).apply(muster.api)).toMatchObject({
        status: 409,
        body: { code: 'approval_required' },
      })
    }
    const call = JSON.stringify({ users: [{ userInfo: { emailId: second }, isDeveloper: true, canCreateBot: false }] })
    const answer = await muster.api.send('PUT', '/api/kore/users', { body: call, contentType: json })
    expect([answer.status, answer.bytes.toString()]).toEqual([
      409,
      expect.stringContaining('"code":"approval_required"'),
    ])
  })

  test('is refused as a call of a script, with its reason', async () => {
    await muster.api.call(approvals.setApprovalPolicy, { body: { ...noApprovals, everything: remove } })
    const { rows } = await database.query<{ email: string }>(
      'select email from users where not is_admin order by id limit 1 offset 1',
    )
    const removal = { method: 'DELETE', path: '/api/kore/users', body: { deleteEmailIds: [rows[0]?.email] } }
    const answer = await callByToken(muster.url, await unattendedToken(muster.api), removal)
    expect(answer).toMatchObject({ status: 409, body: { code: 'approval_required' } })
  })
})
