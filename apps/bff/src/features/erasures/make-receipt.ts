import { createHash } from 'node:crypto'
import type { ErasureEntry } from '@muster/contracts/erasures'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import type { Actor } from '../../http/session/actor.ts'
import { getErasure } from './list-erasures.ts'
import type { ErasureStore } from './ports.ts'

export interface ReceiptDeps {
  readonly erasures: ErasureStore
  readonly clock: Clock
  readonly audit: AuditLog
}

/** The receipt of a request; the audit records its download. */
export async function downloadReceipt(deps: ReceiptDeps, id: string, actor: Actor): Promise<Buffer> {
  const erasure = await getErasure(deps, id)
  await deps.audit.append({
    action: 'receipt.downloaded',
    actor: actor.email,
    sentence: message('audit.receipt_downloaded', { actor: actor.email, request: erasure.requestId ?? erasure.id }),
    jobId: erasure.jobId,
  })
  return makeReceipt(erasure, new Date(deps.clock.now()))
}

const stateWords: Readonly<Record<ErasureEntry['state'], string>> = {
  queued: 'Kore.ai has queued the erasure and has not reported its completion yet.',
  in_progress: 'Kore.ai is erasing.',
  erased: 'Kore.ai reports that the data of all people listed here is erased.',
  failed: 'Kore.ai did not erase the data of all people listed here.',
  needs_person: 'It is not known whether Kore.ai erased the data.',
}

/** The receipt of a request as a file: who requested what, when, and Kore.ai's status for each person. */
function makeReceipt(erasure: ErasureEntry, at: Date): Buffer {
  const body = {
    document: 'Receipt of an erasure of customer data',
    madeAt: at.toISOString(),
    request: { id: erasure.requestId, musterId: erasure.id, jobId: erasure.jobId },
    requestedBy: erasure.requestedBy,
    requestedAt: erasure.requestedAt,
    finishedAt: erasure.finishedAt,
    lastCheckedAt: erasure.lastCheckedAt,
    scope: `Conversation data ${erasure.scopeText}`,
    state: erasure.state,
    statement: stateWords[erasure.state],
    reason: erasure.reason,
    counts: erasure.counts,
    people: erasure.people.map(({ identifier, koreStatus, label, state }) => ({
      identifier,
      label,
      state,
      koreStatus,
    })),
  }
  const text = JSON.stringify(body, null, 2)
  const digest = createHash('sha256').update(text).digest('hex')
  return Buffer.from(`${JSON.stringify({ receipt: body, sha256: digest }, null, 2)}\n`)
}
