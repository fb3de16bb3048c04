import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listAudit, verifyAudit } from '@muster/contracts/audit'
import { erasePersonFromAudit } from '@muster/contracts/audit/erase-person'
import type { UpdateChange } from '@muster/core/change/change'
import { wellKnown } from '@muster/kore-sandbox'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHeadsFile } from '../../adapters/signing/heads-file.ts'
import { openSigningKey } from '../../adapters/signing/signing-key.ts'
import { verifyAudit as verifyFiles } from '../../doctor/verify-audit.ts'
import type { ErasedCount } from '../../features/audit/ports.ts'
import { type Backend, startBackend } from '../backend.ts'

const folder = mkdtempSync(join(tmpdir(), 'audit-'))
const keyFile = join(folder, 'key.pem')
const heads = join(folder, 'heads')
let muster: Backend

beforeAll(async () => {
  muster = await startBackend({ env: { AUDIT_SIGNING_KEY_FILE: keyFile, AUDIT_HEADS: heads } })
}, 240_000)

afterAll(async () => {
  await muster.stop()
  rmSync(folder, { recursive: true })
})

const download = async (path: string) => {
  const { status, bytes, headers } = await muster.api.send('GET', path)
  expect(status).toBe(200)
  return { text: bytes.toString('utf8'), headers }
}

const place = { dataDir: folder, databaseUrl: null, url: '', adminEmail: null }
const verifyExport = (file: string, more: readonly string[] = []) =>
  verifyFiles(place, {}, ['--export', file, '--heads', heads, '--key', join(folder, 'key.pub.pem'), ...more])

const newest = async () => (await muster.api.call(listAudit, { query: { action: 'audit.exported' } })).items[0]

describe('the audit', () => {
  test('shows address and session of an act, folds a job, and filters by target and outcome', async () => {
    const person = { by: 'email' as const, value: '+1cmd@example.com' }
    const ready = await muster.plan({
      kind: 'identifiers',
      identifiers: [person, { by: 'email', value: 'someone.else@example.com' }],
      change: { kind: 'erase', scope: { kind: 'all_bots' } },
    })
    const job = await muster.run(ready)
    const { items } = await muster.api.call(listAudit, { query: { fold: 'job' } })
    const line = items.find(({ jobId }) => jobId === job.id)
    expect(line?.folded?.entries).toBeGreaterThan(2)
    expect(items.filter(({ jobId }) => jobId === job.id)).toHaveLength(1)
    const [started] = (await muster.api.call(listAudit, { query: { action: 'job.started' } })).items
    expect(started).toMatchObject({
      address: '127.0.0.1',
      token: null,
      session: expect.stringMatching(/^[0-9a-f]{12}$/),
    })
    const [ended] = (await muster.api.call(listAudit, { query: { action: 'job.finished' } })).items
    expect(ended).toMatchObject({ address: null, session: null })
    const ofTarget = await muster.api.call(listAudit, { query: { target: '+1CMD' } })
    expect(ofTarget.items.every(({ subject }) => subject?.label === person.value)).toBe(true)
    expect(ofTarget.items.length).toBeGreaterThan(0)
  })

  test('is exported as CSV without formulas, and the audit records it', async () => {
    const { text, headers } = await download('/api/audit.csv?target=%2B1cmd')
    expect(headers.get('content-disposition')).toContain('muster-audit.csv')
    expect(headers.get('cache-control')).toBe('no-store')
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true })
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      expect(row['user']).toBe("'+1cmd@example.com")
      expect(row['code']).not.toBe('')
      expect(JSON.parse(row['facts'] ?? '')).toBeTypeOf('object')
      expect(row['sentence']).toContain('+1cmd@example.com')
    }
    expect((await newest())?.sentence).toMatch(
      /^owner@example\.com exported the audit as CSV \(SHA-256 [0-9a-f]{64}\)$/,
    )
  })

  test('is exported as JSON Lines that verify with the heads and the public key, without Muster', async () => {
    const file = join(folder, 'audit.jsonl')
    writeFileSync(file, (await download('/api/audit.jsonl')).text)
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    const anchored = lines.length
    const { hash }: { hash: string } = JSON.parse(lines.at(-1) ?? '')
    const head = { seq: anchored, hash, at: new Date().toISOString() }
    await createHeadsFile(heads, await openSigningKey(keyFile)).append(head)
    expect(await verifyExport(file)).toMatch(/entries match[^]*signed heads confirm it/)
    writeFileSync(file, `${lines.slice(0, anchored - 1).join('\n')}\n`)
    await expect(verifyExport(file)).rejects.toThrow(`Entry ${anchored} is the first that does not match: it and all`)
    const edited = lines.with(2, (lines[2] ?? '').replace('"outcome":null', '"outcome":"erased"'))
    writeFileSync(file, edited.join('\n'))
    await expect(verifyExport(file)).rejects.toThrow('Entry 3 is the first that does not match: it was changed')
  })

  test('keeps what names a current member, and what merely contains a word', async () => {
    const erase = (name: string) =>
      muster.api.send('POST', erasePersonFromAudit.path, {
        body: JSON.stringify({ name }),
        contentType: 'application/json',
      })
    for (const name of ['owner@example.com', 'OWNER@example.com', 'a word'])
      expect(JSON.parse((await erase(name)).bytes.toString())).toMatchObject({ code: 'invalid_request' })
    for (const name of ['code', 'facts', 'Muster'])
      expect(JSON.parse((await erase(name)).bytes.toString())).toMatchObject({
        count: { entries: 0, jobs: 0, plans: 0, files: 0 },
        erased: false,
      })
  })

  test('loses a person with their items of jobs, their plans and files; others stay', {
    timeout: 120_000,
  }, async () => {
    const [gone, stays] = [wellKnown.member, wellKnown.secondMember]
    const source = (change: UpdateChange) => ({
      kind: 'identifiers' as const,
      identifiers: [gone, stays].map((value) => ({ by: 'email' as const, value })),
      change,
    })
    const job = await muster.run(await muster.plan(source({ kind: 'update', canCreateBot: true })))
    const waiting = await muster.plan(source({ kind: 'update', isDeveloper: true }))
    const file = await muster.upload('people.csv', `email,can create bots\n${gone},yes\n`)
    const erase = (confirmed?: ErasedCount) =>
      muster.api.call(erasePersonFromAudit, { body: { name: gone, confirmed } })
    const { count, remaining } = await erase()
    expect(count).toMatchObject({ jobs: 1, plans: 1, files: 1 })
    expect(remaining).toEqual({ directory: 1, running: 0, openErasures: 0, openCases: 0 })
    expect(await erase({ ...count, files: 0 })).toMatchObject({ erased: false, count })
    expect(await erase(count)).toMatchObject({ erased: true })
    const text = async (path: string) => {
      const { status, bytes } = await muster.api.send('GET', path)
      return { status, text: bytes.toString('utf8') }
    }
    for (const path of [`/api/plans/${waiting.id}`, `/api/uploads/${file.id}`])
      expect(await text(path)).toMatchObject({ status: 404 })
    const ofJob = (await text(`/api/jobs/${job.id}/items`)).text
    expect(ofJob).toContain(stays)
    const [report, ofPlan, audit] = await Promise.all(
      [`/api/jobs/${job.id}/report.csv`, `/api/plans/${job.planId}/items`, '/api/audit?limit=200'].map(text),
    )
    const others = [ofJob, report?.text, ofPlan?.text, audit?.text].join('\n').replaceAll(stays, '')
    expect(others).not.toContain(gone)
    const undo = await muster.plan({ kind: 'undo', jobId: job.id })
    expect(undo.summary).toMatchObject({ total: 1, dispositions: { change: 1 } })
    expect(await muster.api.call(verifyAudit)).toMatchObject({ intact: true })
  })

  test('is compared with its signed heads, one of them just signed; heads of another key count for nothing', async () => {
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    await download('/api/audit.csv')
    const last = (await newest())?.seq
    const { anchor } = await muster.api.call(verifyAudit)
    expect(anchor?.seq).toBeGreaterThanOrEqual(last ?? Number.NaN)
    const stranger = await openSigningKey(join(folder, 'stranger', 'key.pem'))
    await createHeadsFile(heads, stranger).append({ seq: 1, hash: 'x', at: new Date(0).toISOString() })
    expect(await muster.api.call(verifyAudit)).toMatchObject({ intact: true, invalidHeads: 1 })
    const own = await openSigningKey(keyFile)
    await createHeadsFile(heads, own).append({ seq: 2, hash: 'x', at: new Date(0).toISOString() })
    expect(await muster.api.call(verifyAudit)).toMatchObject({ intact: false, fault: 'rebuilt', firstBad: 2 })
    expect(readdirSync(heads)).toHaveLength(2)
  })
})
