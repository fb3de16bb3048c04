import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listAudit } from '@muster/contracts/audit'
import { getErasureReceipt, listErasures, verifyReceipt } from '@muster/contracts/erasures'
import { wellKnown } from '@muster/kore-sandbox'
import { localize } from '@muster/wording/localize'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCatalogues } from '../../adapters/catalogues/read-catalogue.ts'
import { openSigningKey } from '../../adapters/signing/signing-key.ts'
import { trustedKeys, verifySigned } from '../../adapters/signing/verify-signed.ts'
import { checkReceipt } from '../../features/erasures/make-receipt.ts'
import type { ReceiptSigner } from '../../features/erasures/ports.ts'
import { type Backend, startBackend } from '../backend.ts'

const subject = { by: 'email' as const, value: wellKnown.customer }
let muster: Backend
let other: Backend
let jws = ''

beforeAll(async () => {
  muster = await startBackend({ sandbox: { eraseDelayMs: 0 } })
  other = await startBackend()
  const ready = await muster.plan({
    kind: 'identifiers',
    identifiers: [subject],
    change: { kind: 'erase', scope: { kind: 'all_bots' } },
  })
  await muster.run(ready)
  const [erasure] = (
    await muster.api.until(
      () => muster.api.call(listErasures),
      ({ items }) => items.some(({ state }) => state === 'erased'),
    )
  ).items
  const made = await muster.api.call(getErasureReceipt, { params: { id: erasure?.id ?? '' } })
  jws = made.jws
  expect(JSON.stringify(made).toLowerCase()).not.toContain(subject.value.toLowerCase())
}, 240_000)

afterAll(async () => {
  await muster.stop()
  await other.stop()
})

/** Without a session. */
async function verified(url: string, body: object) {
  const response = await fetch(url + verifyReceipt.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
  return verifyReceipt.responses[200].parse(await response.json())
}

describe('a receipt', () => {
  test('is in the audit once for each download, by its request', async () => {
    const [erasure] = (await muster.api.call(listErasures)).items
    const path = `/api/erasures/${erasure?.id}/receipt`
    const downloads = async () =>
      (await muster.api.call(listAudit, { query: { action: 'receipt.downloaded' } })).items.map(
        ({ sentence }) => sentence,
      )
    const before = (await downloads()).length
    expect((await muster.api.send('HEAD', path)).status).toBe(200)
    expect(await downloads()).toHaveLength(before)
    expect((await muster.api.send('GET', path)).status).toBe(200)
    expect(await downloads()).toHaveLength(before + 1)
    expect((await downloads())[0]).toMatch(/^owner@example\.com downloaded /)
    expect((await downloads())[0]).toContain(erasure?.requestId ?? 'a request ID')
  })

  test('is verified without a session, and matches the identifier that a verifier types', async () => {
    const { receipt, matching } = await verified(muster.url, { jws })
    expect(receipt).toMatchObject({
      state: 'erased',
      requestId: expect.stringMatching(/^eud-/),
      scope: 'from all bots',
    })
    expect(matching).toEqual([])
    expect((await verified(muster.url, { jws, identifier: ` ${subject.value.toUpperCase()}` })).matching).toEqual([0])
    expect((await verified(muster.url, { jws, identifier: 'another@example.com' })).matching).toEqual([])
  })

  test('has its scope as a code, which pages show in their language', async () => {
    const { receipt } = await verified(muster.url, { jws })
    expect(receipt?.scopeMessage).toEqual({ code: 'scope.all_bots', facts: {} })
    const german = await createCatalogues()('de')
    expect(localize(german, receipt)?.scope).toBe(german._('scope.all_bots'))
  })

  test('of an earlier version, without codes, is still verified', async () => {
    const kind = 'muster-erasure-receipt+jws'
    const { receipt } = await verified(muster.url, { jws })
    const { scopeMessage: _scope, reason: _text, reasonMessage: _reason, ...earlier } = receipt ?? {}
    const key = await openSigningKey(join(mkdtempSync(join(tmpdir(), 'muster-receipt-')), 'key.json'))
    const keys = await trustedKeys([key.publicKey])
    const signer: ReceiptSigner = { sign: (one) => key.sign(kind, one), verify: (one) => verifySigned(one, kind, keys) }
    const signed = await key.sign(kind, earlier)
    expect((await checkReceipt(signer, { jws: signed, identifier: subject.value })).matching).toEqual([0])
  })

  test.each<[string, () => string]>([
    ['with another content', () => tampered('erased', 'failed')],
    ['with another commitment', () => tampered('"commitment":"', '"commitment":"0')],
    ['without its signature', () => `${jws.split('.').slice(0, 2).join('.')}.`],
    [
      'with the algorithm none',
      () => `${encoded({ alg: 'none', typ: 'muster-erasure-receipt+jws' })}.${jws.split('.')[1]}.`,
    ],
    ['that is text', () => 'a receipt'],
  ])('%s is refused', async (_what, receipt) => {
    expect(await verified(muster.url, { jws: receipt(), identifier: subject.value })).toEqual({
      receipt: null,
      matching: [],
    })
  })

  test('of another installation is refused', async () => {
    expect((await verified(other.url, { jws })).receipt).toBeNull()
  })

  test('is verified at most as often as the limit for strangers allows', async () => {
    const answers = await Promise.all(
      Array.from({ length: 70 }, () =>
        fetch(other.url + verifyReceipt.path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: other.url },
          body: '{"jws":"x"}',
        }).then(({ status }) => status),
      ),
    )
    expect(answers).toContain(429)
  })
})

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function tampered(from: string, to: string): string {
  const [header, payload = '', signature] = jws.split('.')
  const content = Buffer.from(payload, 'base64url').toString()
  expect(content).toContain(from)
  return `${header}.${Buffer.from(content.replace(from, to)).toString('base64url')}.${signature}`
}
