import { createHmac, type KeyObject } from 'node:crypto'
import type { Connection } from '@muster/contracts/connection'
import { message } from '@muster/wording/message'
import type { SecretSlot } from '../adapters/kore/transport/secret-slots.ts'
import type { KoreSettings } from '../adapters/kore/transport/settings.ts'
import type { Sealer } from '../adapters/sealing/sealing.ts'
import type { KeysSeen, SeenKey } from '../adapters/storage/keys/keys-seen.ts'
import type { AuditLog } from '../audit-log.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../http/log.ts'

type Key = Connection['keys'][number]
type Known = Pick<SeenKey, 'purpose' | 'id'> & { readonly kind: Key['kind'] }

/** Names a secret and reveals nothing about it. */
const idOf = (secret: KeyObject): string =>
  createHmac('sha256', secret).update('muster key id 1').digest('hex').slice(0, 10)

const settingOf = { current: 'KORE_CLIENT_SECRET', next: 'KORE_CLIENT_SECRET_NEXT' } as const

const knownAs = (purpose: Known['purpose'], kind: Known['kind'], ids: readonly string[]): readonly Known[] =>
  ids.map((id) => ({ purpose, kind, id }))

interface Deps {
  readonly settings: KoreSettings
  readonly sealer: Sealer | null
  /** ID of the key that signs. */
  readonly signingKeyId: string
  readonly keys: KeysSeen
  readonly audit: AuditLog
  readonly clock: Clock
  readonly log: Log
}

/** The client secrets in their slots, and the age of every key. */
export async function composeSecrets({ settings, sealer, signingKeyId, keys, audit, clock, log }: Deps) {
  const { secret, nextSecret = null } = settings
  const ids = { current: idOf(secret), next: nextSecret === null ? null : idOf(nextSecret) }
  const known: readonly Known[] = [
    { purpose: 'kore', kind: 'kore', id: ids.current },
    ...knownAs('kore', 'kore_next', ids.next === null ? [] : [ids.next]),
    ...knownAs('sealing', 'sealing', sealer === null ? [] : [sealer.keyId]),
    ...knownAs('sealing', 'sealing_previous', sealer?.keyIds.slice(1) ?? []),
    { purpose: 'signing', kind: 'signing', id: signingKeyId },
  ]
  await keys.see(known, clock.now())
  const seen = await keys.list()
  const acceptedAt = (id: string | null) => seen.find((key) => key.id === id)?.acceptedAt?.getTime() ?? 0
  const first: SecretSlot = acceptedAt(ids.next) > acceptedAt(ids.current) ? 'next' : 'current'
  const report = async (slot: SecretSlot) => {
    log.warn({ reason: settingOf[slot] }, 'Kore.ai refused one client secret and accepted the other')
    await keys.accepted(ids[slot] ?? ids.current, clock.now())
    const sentence = message('audit.secret_switched', { setting: settingOf[slot] })
    await audit.append({ action: 'connection.secret_switched', actor: 'Muster', sentence })
  }
  return {
    first,
    onSwitched: (slot: SecretSlot) => {
      report(slot).catch((error: unknown) => log.error({ error }, 'Could not record which client secret is accepted'))
    },
    /** Every key that is set, with its age. */
    list: async (slot: SecretSlot): Promise<Key[]> => {
      const ages = new Map((await keys.list()).map((key) => [`${key.purpose} ${key.id}`, key.firstSeenAt]))
      return known.map(({ purpose, kind, id }) => ({
        kind,
        id,
        firstSeenAt: (ages.get(`${purpose} ${id}`) ?? new Date(clock.now())).toISOString(),
        isUsed: isUsed(kind, slot),
      }))
    },
  }
}

function isUsed(kind: Key['kind'], slot: SecretSlot): boolean {
  if (kind === 'kore') return slot === 'current'
  if (kind === 'kore_next') return slot === 'next'
  return kind !== 'sealing_previous'
}
