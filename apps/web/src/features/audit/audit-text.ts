import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, plural, t } from '@lingui/core/macro'
import type { verifyAudit } from '@muster/contracts/audit'
import type { RouteOutput } from '@muster/contracts/route'
import { formatNumber, formatTime } from '../../lib/format.ts'

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
  needs_decision: msg`Decision needed`,
  // Of entries of earlier versions.
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
