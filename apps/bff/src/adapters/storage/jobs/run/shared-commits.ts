import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Transaction } from 'kysely'
import { type Lease, LeaseLostError } from '../../../../engine/ports.ts'
import { storeFailure } from '../../../../store-failure.ts'
import { pieceOf } from '../../../../waiting-reader.ts'
import { appendAudit } from '../../audit/audit-log.ts'
import type { Db } from '../../database/storage.ts'
import type { Tables } from '../../database/tables.ts'
import { type LockedJob, underLease } from './jobs-lease.ts'

/** Collects lines for the audit, appended at the end of the transaction: its head must be locked last. */
export type AuditCollector = (lines: readonly AuditLine[], at: Date) => void

export type LeaseWrite<T> = (trx: Transaction<Tables>, job: LockedJob, audit: AuditCollector) => Promise<T>

interface Waiting {
  /** How many items it writes. */
  readonly items: number
  readonly isLast: boolean
  /** Runs the write; the result reaches the caller once it is committed. */
  run(trx: Transaction<Tables>, job: LockedJob, audit: AuditCollector): Promise<() => void>
  fail(error: unknown): void
}

/**
 * Writes of leases: those of one job that wait at the same time share a transaction, and with it the wait for the disk. On
 * the embedded store a page waits for the whole transaction, so while pages are read fewer share one.
 */
export interface SharedCommits {
  /** `isLast`: it locks a row that other jobs lock too, so it runs after the others of its transaction. */
  write<T>(lease: Lease, items: number, write: LeaseWrite<T>, options?: { readonly isLast?: boolean }): Promise<T>
}

/** Items written in one transaction, at most, unless one write has more. */
const mostItems = 400

/** The first writes that fit into a transaction. */
function takeSome(waiting: Waiting[]): readonly Waiting[] {
  const most = pieceOf(mostItems)
  let count = 0
  for (let items = 0; count < waiting.length; count += 1) {
    items += waiting[count]?.items ?? 0
    if (items > most && count > 0) break
  }
  return waiting.splice(0, count)
}

export function createSharedCommits(db: Db): SharedCommits {
  const queues = new Map<string, Waiting[]>()
  const drain = async (key: string, lease: Lease, waiting: Waiting[]) => {
    for (let next = takeSome(waiting); next.length > 0; next = takeSome(waiting)) await commit(db, lease, next)
    queues.delete(key)
  }
  return {
    write: (lease, items, write, { isLast = false } = {}) =>
      new Promise((resolve, reject) => {
        const one: Waiting = {
          items,
          isLast,
          run: async (...given) => {
            const result = await write(...given)
            return () => resolve(result)
          },
          fail: reject,
        }
        const key = `${lease.jobId} ${lease.epoch}`
        const waiting = queues.get(key)
        if (waiting !== undefined) {
          waiting.push(one)
          return
        }
        const queue = [one]
        queues.set(key, queue)
        void drain(key, lease, queue)
      }),
  }
}

/** Commits these writes together. If one of them fails, each is committed alone: the others must not fail with it. */
async function commit(db: Db, lease: Lease, writes: readonly Waiting[]): Promise<void> {
  try {
    for (const done of await commitAll(db, lease, writes)) done()
  } catch (error) {
    const isOfAll = writes.length === 1 || error instanceof LeaseLostError || storeFailure(error) !== null
    if (isOfAll) for (const one of writes) one.fail(error)
    else for (const one of writes) await commit(db, lease, [one])
  }
}

function commitAll(db: Db, lease: Lease, writes: readonly Waiting[]): Promise<readonly (() => void)[]> {
  const ordered = [...writes.filter(({ isLast }) => !isLast), ...writes.filter(({ isLast }) => isLast)]
  return underLease(db, lease, async (trx, job) => {
    const lines: AuditLine[] = []
    let latest = 0
    const audit: AuditCollector = (due, at) => {
      lines.push(...due)
      latest = Math.max(latest, at.getTime())
    }
    const done: (() => void)[] = []
    for (const one of ordered) done.push(await one.run(trx, job, audit))
    await appendAudit(trx, lines, new Date(latest))
    return done
  })
}
