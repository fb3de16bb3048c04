import type { Message } from '@muster/core/text/message'
import type { Kysely } from 'kysely'
import { appendAudit } from '../audit/audit-log.ts'
import type { Tables } from '../database/tables.ts'

/** What is older than `before` was kept long enough. Times are milliseconds since 1970; `days` is for the audit. */
export interface Kept {
  readonly before: number
  readonly days: number
  readonly at: number
}

/** Rows that one sweep deletes of a kind; the next one continues. */
export const mostAtOnce = 1000

/** Records a sweep in its transaction, if it deleted anything. */
export async function recordSwept(
  trx: Kysely<Tables>,
  count: number,
  { at, sentence }: { readonly at: number; readonly sentence: Message },
): Promise<void> {
  if (count > 0) await appendAudit(trx, [{ action: 'retention.swept', actor: 'Muster', sentence }], new Date(at))
}
