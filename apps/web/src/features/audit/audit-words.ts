import type { AuditEntry } from '@muster/contracts/audit'
import { formatNumber, formatPlural } from '../../lib/format.ts'

/** Every action of the audit in words, for the filter and the column. */
export const actionWords: Readonly<Record<AuditEntry['action'], string>> = {
  'session.signed_in': 'Signed in',
  'session.sign_in_failed': 'Sign-in refused',
  'session.signed_out': 'Signed out',
  'session.link_made': 'Sign-in link made',
  'member.retired': 'Owner retired',
  'request.refused': 'Request refused',
  'directory.synced': 'Directory refreshed',
  'directory.loaded': 'Directory loaded from a file',
  'plan.made': 'Plan made',
  'job.started': 'Job started',
  'job.paused': 'Job paused',
  'job.resumed': 'Job resumed',
  'job.cancelled': 'Job cancelled',
  'job.finished': 'Job finished',
  'user.changed': 'User changed',
  'user.removed': 'User removed',
  'user.failed': 'User failed',
  'user.unknown': 'User unknown',
  'erasure.queued': 'Erasure queued',
  'erasure.finished': 'Erasure finished',
  'report.downloaded': 'Report downloaded',
  'receipt.downloaded': 'Receipt downloaded',
  'users.exported': 'Users exported',
  'report.resolved': 'Report dealt with',
  'upload.received': 'File received',
  'upload.deleted': 'File deleted',
  'connection.tested': 'Connection tested',
  'kore.called': 'Kore.ai called by script',
  'store.held': 'Jobs held after a restore',
  'store.released': 'Held jobs released',
  'store.backed_up': 'Store backed up',
  'guard.refused': 'Refused by a guard',
  'changes.stopped': 'All changes stopped',
  'changes.resumed': 'All changes resumed',
}

/** Start of a day in the reader's time zone as the API wants it; undefined for an empty or broken date. */
export function startOfDay(date: string): string | undefined {
  return instantOf(date, '00:00:00.000')
}

/** Last millisecond of a day in the reader's time zone. */
export function endOfDay(date: string): string | undefined {
  return instantOf(date, '23:59:59.999')
}

function instantOf(date: string, time: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined
  const instant = new Date(`${date}T${time}`)
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString()
}

/** The result of checking the chain, in a sentence. */
export function verdictWords(result: {
  readonly intact: boolean
  readonly entries: number
  readonly firstBad: number | null
}): string {
  const entries = formatPlural(result.entries, 'entry', 'entries')
  if (result.intact) return `The chain is whole: ${entries} checked, each fits the one before it.`
  const where =
    result.firstBad === null ? '' : ` The first entry that does not fit is ${formatNumber(result.firstBad)}.`
  return `The chain is broken: ${entries} checked.${where} Somebody changed the audit outside Muster; keep the database as it is.`
}
