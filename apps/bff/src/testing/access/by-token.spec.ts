import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { getApproval } from '@muster/contracts/approvals'
import { listAudit } from '@muster/contracts/audit'
import { inviteMember } from '@muster/contracts/members'
import { createToken } from '@muster/contracts/tokens'
import type { Permission } from '@muster/core/permission'
import { wellKnown } from '@muster/kore-sandbox'
import { expect, onTestFinished, test } from 'vitest'
import { openApiClient } from '../api-client.ts'
import { startBackend } from '../backend.ts'

/** The commands of the section, as the document has them. */
function commands(): string {
  const text = readFileSync(join(import.meta.dirname, '../../../../../docs/api.md'), 'utf8')
  const [, script = ''] = /^## From a file to its undo, by token$[^]*?```sh\n([^]*?)```/m.exec(text) ?? []
  return script
}

test('the commands of the document work, from a file to its undo', { timeout: 120_000 }, async () => {
  const muster = await startBackend({ sandbox: { users: 5 } })
  const folder = mkdtempSync(join(tmpdir(), 'by-token-'))
  onTestFinished(async () => {
    await muster.stop()
    rmSync(folder, { recursive: true })
  })
  const [email, password] = ['hannah@example.com', 'seven quiet rivers']
  const { link } = await muster.api.call(inviteMember, { body: { email, name: 'Hannah', role: 'help_desk' } })
  const joined = await fetch(`${muster.url}/api/invitation`, {
    method: 'POST',
    headers: { origin: muster.url, 'content-type': 'application/json' },
    body: JSON.stringify({ token: new URL(link).hash.slice('#token='.length), password }),
  })
  expect(joined.status).toBe(200)
  const requester = await openApiClient(muster.url, { email, password })
  const tokenOf = async (api: typeof requester, permissions: Permission[]) =>
    (await api.call(createToken, { body: { name: 'A script', permissions, expiresInDays: 1 } })).secret
  const writing = [
    'users:read',
    'uploads:write',
    'users:edit',
    'plans:read',
    'plans:write',
    'plans:apply',
    'jobs:read',
  ] as const
  const env = {
    PATH: process.env['PATH'],
    MUSTER: muster.url,
    REQUESTER: await tokenOf(requester, [...writing]),
    APPROVER: await tokenOf(muster.api, ['plans:read', 'plans:approve', 'users:edit', 'tokens:unattended']),
  }
  requester.close()
  const script = `set -euo pipefail\n${commands()}\necho $PLAN`
  const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script], { cwd: folder, env, timeout: 100_000 })

  const outcomes = (name: string) => {
    const page: { items: { outcome: string }[] } = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    return page.items.map(({ outcome }) => outcome)
  }
  expect([outcomes('applied.json'), outcomes('undone.json')]).toEqual([
    ['changed', 'changed'],
    ['changed', 'changed'],
  ])
  const { events } = await muster.api.call(getApproval, { params: { id: stdout.trim() } })
  expect(events.map(({ kind }) => kind)).toEqual(['requested', 'changes_requested', 'requested', 'approved'])
  expect(muster.sandbox.control.user(wellKnown.member)?.canCreateBot).toBe(false)
  const { items } = await muster.api.call(listAudit, { query: { action: 'job.started' } })
  expect(items.map(({ actor, token }) => [actor, token])).toEqual([
    [email, 'A script'],
    [email, 'A script'],
  ])
})
