import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, plural, t } from '@lingui/core/macro'
import type { AuditEntry, verifyAudit } from '@muster/contracts/audit'
import type { RouteOutput } from '@muster/contracts/route'
import { formatNumber, formatTime } from '../../lib/format.ts'

/** Label of each action, for the filter and the rows. */
export const actionWords: Readonly<Record<AuditEntry['action'], MessageDescriptor>> = {
  'session.signed_in': msg`Signed in`,
  'session.sign_in_failed': msg`Sign-in refused`,
  'session.reauthenticated': msg`Identity proved again`,
  'factor.added': msg`Factor added`,
  'factor.removed': msg`Factor removed`,
  'session.signed_out': msg`Signed out`,
  'session.link_made': msg`Sign-in link created`,
  'member.retired': msg`Owner retired`,
  'role.changed': msg`Role changed`,
  'member.invited': msg`Member invited`,
  'member.joined': msg`Member joined`,
  'member.changed': msg`Member changed`,
  'member.removed': msg`Member removed`,
  'break_glass.made': msg`Break-glass credential created`,
  'break_glass.used': msg`Break-glass account used`,
  'break_glass.removed': msg`Break-glass account removed`,
  'token.created': msg`Token created`,
  'token.revoked': msg`Token revoked`,
  'request.refused': msg`Request refused`,
  'directory.synced': msg`Directory synced`,
  'directory.loaded': msg`Directory loaded from a file`,
  'plan.made': msg`Plan created`,
  'approval.requested': msg`Approval requested`,
  'approval.commented': msg`Comment on a request for approval`,
  'approval.changes_requested': msg`Changes to a plan requested`,
  'approval.approved': msg`Plan approved`,
  'approval.rejected': msg`Plan rejected`,
  'approval.withdrawn': msg`Request for approval withdrawn`,
  'approval.expired': msg`Request for approval expired`,
  'policy.changed': msg`Approval policy changed`,
  'job.started': msg`Job started`,
  'job.paused': msg`Job paused`,
  'job.resumed': msg`Job resumed`,
  'job.cancelled': msg`Job canceled`,
  'job.finished': msg`Job finished`,
  'user.changed': msg`User changed`,
  'user.removed': msg`User removed`,
  'user.failed': msg`User failed`,
  'user.unknown': msg`User unknown`,
  'erasure.queued': msg`Erasure queued`,
  'erasure.finished': msg`Erasure finished`,
  'report.downloaded': msg`Report downloaded`,
  'receipt.downloaded': msg`Receipt downloaded`,
  'users.exported': msg`Users exported`,
  'report.resolved': msg`Report resolved`,
  'upload.received': msg`File received`,
  'upload.deleted': msg`File deleted`,
  'connection.tested': msg`Connection tested`,
  'kore.called': msg`Kore.ai called by a script`,
  'store.held': msg`Jobs held after a restore`,
  'store.released': msg`Held jobs released`,
  'store.backed_up': msg`Database backed up`,
  'connection.secret_switched': msg`Other client secret used`,
  'store.key_lost': msg`Sealing key declared lost`,
  'guard.refused': msg`Refused by a guard`,
  'changes.stopped': msg`All changes stopped`,
  'changes.resumed': msg`All changes resumed`,
  'audit.exported': msg`Audit exported`,
  'audit.person_erased': msg`Person erased`,
  'retention.swept': msg`Old jobs deleted`,
  'case.opened': msg`Erasure case opened`,
  'case.due_soon': msg`Erasure case due soon`,
  'case.held': msg`Erasure case on hold`,
  'case.released': msg`Hold of erasure case ended`,
  'case.planned': msg`Erasure case planned`,
  'case.closed': msg`Erasure case closed`,
  'mail.failed': msg`Email not delivered`,
  'notice.tested': msg`Test of notices sent`,
  'notice.retried': msg`Notice retried`,
  'notice.given_up': msg`Notice not delivered`,
}

/** Start of a day in the user's time zone, as ISO 8601; undefined for an empty or invalid date. */
export function startOfDay(date: string): string | undefined {
  return instantOf(date, '00:00:00.000')
}

/** Last millisecond of a day in the user's time zone. */
export function endOfDay(date: string): string | undefined {
  return instantOf(date, '23:59:59.999')
}

function instantOf(date: string, time: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined
  const instant = new Date(`${date}T${time}`)
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString()
}

/** Outcomes of an entry that are not outcomes of a user. */
const otherOutcomes: Readonly<Record<string, MessageDescriptor>> = {
  refused: msg`Refused`,
  erased: msg`Erased`,
  needs_person: msg`Decision needed`,
}

/** The outcome of an entry that no user has: a refused sign-in, an erasure, or Kore.ai's response to a script. */
export function otherOutcomeWords(outcome: string): string {
  const known = otherOutcomes[outcome]
  return known === undefined ? outcome.replaceAll('_', ' ') : i18n._(known)
}

/** The part of a verification that its verdict depends on. */
export type ChainVerdict = Pick<
  RouteOutput<typeof verifyAudit>,
  'intact' | 'entries' | 'firstBad' | 'fault' | 'anchor' | 'erased' | 'heads' | 'invalidHeads' | 'restores'
>

const faults: Readonly<Record<NonNullable<ChainVerdict['fault']>, MessageDescriptor>> = {
  changed: msg`The audit was changed outside Muster. Preserve the database for an investigation.`,
  cut: msg`Entries are missing at the end: they were deleted, or an older backup was restored. Preserve the database for an investigation.`,
  rebuilt: msg`The chain contradicts a signed head: it was rebuilt, or an older backup was restored. Preserve the database for an investigation.`,
}

/** Result of the verification of the chain. */
export function verdictWords({ intact, entries, firstBad, fault }: ChainVerdict): string {
  if (intact) {
    return plural(entries, {
      one: 'The chain is intact: # entry checked, each matches the one before it.',
      other: 'The chain is intact: # entries checked, each matches the one before it.',
    })
  }
  const broken = plural(entries, {
    one: 'The chain is broken: # entry checked.',
    other: 'The chain is broken: # entries checked.',
  })
  const first = firstBad === null ? [] : [t`The first invalid entry is ${{ entry: formatNumber(firstBad) }}.`]
  return [broken, ...first, ...(fault === null ? [] : [i18n._(faults[fault])])].join(' ')
}

/** What the signed heads outside of the database prove, and what was erased. */
export function evidenceWords({ anchor, heads, invalidHeads, erased, restores }: ChainVerdict): readonly string[] {
  const entry = formatNumber(anchor?.seq ?? 0)
  const time = anchor === null ? '' : formatTime(anchor.at)
  const confirmed = plural(heads, {
    one: `# signed head confirms it up to entry ${entry}, signed ${time}.`,
    other: `# signed heads confirm it up to entry ${entry}, signed ${time}.`,
  })
  const foreign = plural(invalidHeads, {
    one: '# line of the heads is not signed by a key of this installation.',
    other: '# lines of the heads are not signed by a key of this installation.',
  })
  const restored = plural(restores, {
    one: '# restore from a backup is on record: later entries of that time are lost.',
    other: '# restores from backups are on record: later entries of those times are lost.',
  })
  const gone = plural(erased, {
    one: 'The personal fields of # entry are erased.',
    other: 'The personal fields of # entries are erased.',
  })
  return [
    anchor === null ? t`No signed head confirms the chain yet. Muster signs one every five minutes.` : confirmed,
    ...(invalidHeads === 0 ? [] : [foreign]),
    ...(restores === 0 ? [] : [restored]),
    ...(erased === 0 ? [] : [gone]),
  ]
}
