import { createSealer } from '../../../adapters/sealing/sealing.ts'
import { createSqlAuditLog } from '../../../adapters/storage/audit/audit-log.ts'
import { newId } from '../../../adapters/storage/database/new-id.ts'
import type { Db } from '../../../adapters/storage/database/storage.ts'
import { createSqlBreakGlass } from '../../../adapters/storage/session/break-glass-store.ts'
import { createSqlDeviceStore } from '../../../adapters/storage/session/devices-store.ts'
import { createSqlFactorStore } from '../../../adapters/storage/session/factors-store.ts'
import { createSqlMemberStore } from '../../../adapters/storage/session/members-store.ts'
import { createSqlPasskeyStore } from '../../../adapters/storage/session/passkeys-store.ts'
import {
  createSqlGuessLedger,
  createSqlSessionStore,
  readBearerKey,
} from '../../../adapters/storage/session/sessions-store.ts'
import { createBearers } from '../../../http/session/bearers.ts'
import type { RelyingParty } from '../passkeys-ports.ts'

/** What a sign-in needs, on a store, at a time that the test sets. */
export function sessionParts(db: Db, relyingParty: RelyingParty | null = null) {
  const time = { now: Date.UTC(2030, 0, 1) }
  return {
    time,
    sessions: createSqlSessionStore(db),
    bearers: createBearers(() => readBearerKey(db)),
    members: createSqlMemberStore(db),
    devices: createSqlDeviceStore(db),
    guesses: createSqlGuessLedger(db),
    factors: createSqlFactorStore(db),
    passkeys: createSqlPasskeyStore(db),
    breakGlass: createSqlBreakGlass(db),
    relyingParty: () => relyingParty,
    sealing: createSealer(Buffer.from('a key of the tests')).factors,
    audit: createSqlAuditLog(db),
    onRefusedSignIn: async () => {},
    newId,
    clock: { now: () => time.now, monotonic: () => time.now, sleep: async () => {} },
  }
}
