import { createHash, randomBytes } from 'node:crypto'
import { type ErasureEntry, type Receipt, receiptSchema } from '@muster/contracts/erasures'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import type { Actor } from '../../http/session/actor.ts'
import { getErasure } from './list-erasures.ts'
import type { ErasureStore, ReceiptSigner } from './ports.ts'

export interface ReceiptDeps {
  readonly erasures: ErasureStore
  readonly clock: Clock
  readonly audit: AuditLog
  readonly signer: ReceiptSigner
}

/** The signed receipt of a request; the audit records its download. */
export async function downloadReceipt(deps: ReceiptDeps, id: string, actor: Actor) {
  const erasure = await getErasure(deps, id)
  const receipt = makeReceipt(erasure, new Date(deps.clock.now()))
  const jws = await deps.signer.sign(receipt)
  await deps.audit.append({
    action: 'receipt.downloaded',
    actor: actor.email,
    sentence: message('audit.receipt_downloaded', { actor: actor.email, request: erasure.requestId ?? erasure.id }),
    jobId: erasure.jobId,
  })
  return { receipt, jws }
}

/** Verifies a receipt with the public key alone: neither a session nor the database is needed. */
export async function checkReceipt(
  signer: ReceiptSigner,
  { jws, identifier }: { readonly jws: string; readonly identifier?: string | undefined },
): Promise<{ receipt: Receipt | null; matching: readonly number[] }> {
  const receipt = receiptSchema.safeParse(await signer.verify(jws.trim())).data ?? null
  if (receipt === null || identifier === undefined) return { receipt, matching: [] }
  const matching = receipt.people.flatMap((person, n) =>
    person.commitment === commit(person.salt, { ...person, value: identifier }) ? [n] : [],
  )
  return { receipt, matching }
}

type Person = Receipt['people'][number]

/** Emails are equal in any case, IDs are not. */
function commit(salt: string, { by, channelId, value }: Pick<Person, 'by' | 'channelId'> & { value: string }): string {
  const trimmed = value.trim().normalize('NFC')
  const fields = [by, channelId, by === 'email' ? trimmed.toLowerCase() : trimmed]
  return createHash('sha256')
    .update(`${salt}\n${JSON.stringify(fields)}`)
    .digest('hex')
}

function personOf({ identifier, state, koreStatus }: ErasureEntry['people'][number]): Person {
  const salt = randomBytes(16).toString('base64url')
  const { by, value } = identifier
  const channelId = by === 'channelUserId' ? identifier.channelId : null
  return { by, channelId, salt, commitment: commit(salt, { by, channelId, value }), state, koreStatus }
}

function makeReceipt(erasure: ErasureEntry, at: Date): Receipt {
  const { requestId, jobId, requestedBy, requestedAt, lastCheckedAt, finishedAt, state } = erasure
  return {
    document: 'muster-erasure-receipt',
    madeAt: at.toISOString(),
    requestId,
    musterId: erasure.id,
    jobId,
    requestedBy,
    requestedAt,
    lastCheckedAt,
    finishedAt,
    scope: erasure.scopeText,
    scopeMessage: erasure.scopeTextMessage,
    state,
    reason: erasure.reason,
    reasonMessage: erasure.reasonMessage,
    people: erasure.people.map(personOf),
  }
}
