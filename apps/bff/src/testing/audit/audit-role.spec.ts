import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listAudit, verifyAudit } from '@muster/contracts/audit'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PostgresCluster, startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { type Backend, startBackend } from '../backend.ts'

const script = readFileSync(join(import.meta.dirname, '../../../../../docs/audit-role.sql'), 'utf8').replaceAll(
  /\bmuster\b/g,
  'console',
)

let cluster: PostgresCluster
let muster: Backend | undefined
let restricted: Client | undefined

beforeAll(async () => {
  cluster = await startPostgres()
  const admin = new Client({ connectionString: cluster.urlOf('postgres') })
  await admin.connect()
  await admin.query("create role console login password 'console'")
  await admin.query('create database console owner console')
  await admin.end()
  const url = cluster.urlOf('console').replace(/\/\/[^@/]*@/, '//console:console@')
  const env = { DATABASE_URL: url }
  await (await startBackend({ env })).stop()
  const owner = new Client({ connectionString: cluster.urlOf('console') })
  await owner.connect()
  await owner.query(script)
  await owner.end()
  muster = await startBackend({ env })
  restricted = new Client({ connectionString: url })
  await restricted.connect()
}, 240_000)

afterAll(async () => {
  await restricted?.end()
  await muster?.stop()
  await cluster.stop()
})

describe('with the role of docs/audit-role.sql', () => {
  test('Muster starts, appends to the audit and verifies it', async () => {
    const signIns = await muster?.api.call(listAudit, { query: { action: 'session.signed_in' } })
    expect(signIns?.items.length).toBeGreaterThan(1)
    expect(await muster?.api.call(verifyAudit)).toMatchObject({ intact: true, fault: null })
  })

  test.each([
    "update audit_entries set actor = 'x'",
    'delete from audit_entries',
    'truncate audit_entries',
    "insert into audit_entries select seq + 1000000, at, action, actor, subject_user_id, subject_label, sentence, outcome, job_id, '', '' from audit_entries limit 1",
    'update audit_head set seq = 0',
    'alter table audit_entries disable trigger all',
    'drop table audit_entries',
    'drop schema public cascade',
    'alter table audit_entries owner to console',
    'set role muster_audit',
    "create or replace function audit_append(entries jsonb, at_text text) returns void language sql as 'select null::void'",
  ])('refuses %s', async (statement) => {
    await expect(restricted?.query(statement)).rejects.toThrow(/permission denied|must be owner/)
  })
})
