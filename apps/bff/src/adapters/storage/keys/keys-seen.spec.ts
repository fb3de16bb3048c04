import { createSecretKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { composeSecrets } from '../../../compose/compose-secrets.ts'
import { createLogger } from '../../logging/create-logger.ts'
import { createSealer } from '../../sealing/sealing.ts'
import { createSqlAuditLog } from '../audit/audit-log.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlKeysSeen } from './keys-seen.ts'

const secretOf = (text: string) => createSecretKey(Buffer.from(text.padEnd(32, '.')))
const settings = {
  host: 'https://kore.example.com',
  clientId: 'cs-1',
  ratePerMinute: 1,
  ratePerHour: 1,
  batchSize: 1,
  enforceJti: true,
  jweKey: null,
  timeouts: { connect: 1, firstByte: 1, total: 1 },
  network: { proxyUrl: null, noProxy: '', extraCa: null },
}

describeOnEachStorage('keys', (open) => {
  test('have an age that a restart keeps, and a start begins with the client secret that was accepted last', async () => {
    const { db } = await open()
    const keys = createSqlKeysSeen(db)
    const start = (secrets: { secret: string; next: string | null }, at: number) =>
      composeSecrets({
        settings: {
          ...settings,
          secret: secretOf(secrets.secret),
          nextSecret: secrets.next === null ? null : secretOf(secrets.next),
        },
        sealer: createSealer(Buffer.from('new'), [Buffer.from('old')]),
        signingKeyId: 'k-1',
        keys,
        audit: createSqlAuditLog(db),
        clock: { now: () => at, monotonic: () => at, sleep: async () => {} },
        log: createLogger('error'),
      })
    await start({ secret: 'one', next: null }, 1000)
    const second = await start({ secret: 'one', next: 'two' }, 2000)
    expect(second.first).toBe('current')
    expect(await second.list('current')).toMatchObject([
      { kind: 'kore', firstSeenAt: '1970-01-01T00:00:01.000Z', isUsed: true },
      { kind: 'kore_next', firstSeenAt: '1970-01-01T00:00:02.000Z', isUsed: false },
      { kind: 'sealing', isUsed: true },
      { kind: 'sealing_previous', isUsed: false },
      { kind: 'signing', id: 'k-1', isUsed: true },
    ])
    expect(JSON.stringify(await second.list('current'))).not.toMatch(/one|two/)
    second.onSwitched('next')
    const auditOf = () => db.selectFrom('audit_entries').select('sentence').execute()
    await expect.poll(auditOf).toHaveLength(1)
    expect((await auditOf())[0]?.sentence).toContain('KORE_CLIENT_SECRET_NEXT')
    expect((await start({ secret: 'one', next: 'two' }, 3000)).first).toBe('next')
    // Moved into the first slot.
    expect((await start({ secret: 'two', next: 'three' }, 3000)).first).toBe('current')
  })
})
