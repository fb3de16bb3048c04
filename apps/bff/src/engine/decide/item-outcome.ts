import type { Lookups } from '@muster/core/account/access'
import type { AuditLine } from '@muster/core/audit/audit-line'
import { type AccessFacts, accessFacts } from '@muster/wording/access-facts'
import { causeMessage } from '@muster/wording/cause/cause-sentence'
import { historyMessage } from '@muster/wording/history-sentence'
import { message } from '@muster/wording/message'
import type { End } from '../item-end.ts'
import type { ItemOutcome, RunItem } from '../ports.ts'

/** The outcome of an item with its line for the audit. `verify`: the end is reported, not verified yet. */
export type ItemOutcomeOf = (run: RunItem, end: End, verify?: boolean) => ItemOutcome

/** Outcomes of items of a job whose audit lines name the actor. */
export function itemOutcomesBy(by: {
  readonly actor: string
  readonly jobId: string
  readonly lookups: Lookups
}): ItemOutcomeOf {
  const names = accessFacts(by.lookups)
  return (run, end, verify = false) => ({
    seq: run.item.seq,
    outcome: end.outcome,
    cause: end.cause,
    details: end.details,
    koreResponse: end.koreResponse,
    verify,
    audit: auditLine(run, end, { ...by, names }),
  })
}

function auditLine(
  { item }: RunItem,
  { outcome, cause, details }: End,
  by: { actor: string; jobId: string; names: AccessFacts },
): AuditLine | null {
  const action = cause === 'not_verified' ? 'user.unknown' : actionOf(outcome, item.change.kind)
  if (action === null) return null
  const person = labelOf(item)
  const did = historyMessage({ actor: by.actor, user: person, steps: item.steps }, by.names)
  const why = cause === null ? '' : causeMessage(cause, details ?? {})
  const sentence =
    cause === 'not_verified'
      ? message('audit.not_verified', { user: person })
      : outcome === 'changed'
        ? did
        : message(outcome === 'unknown' ? 'audit.in_doubt' : 'audit.not_changed', { user: person, why })
  return {
    action,
    actor: by.actor,
    subject: { userId: item.user?.id ?? null, label: person },
    sentence,
    outcome,
    jobId: by.jobId,
  }
}

function actionOf(outcome: End['outcome'], kind: 'update' | 'remove' | 'erase'): AuditLine['action'] | null {
  if (outcome === 'failed') return 'user.failed'
  if (outcome === 'unknown') return 'user.unknown'
  if (outcome === 'skipped') return 'guard.refused'
  if (outcome !== 'changed') return null
  return kind === 'update' ? 'user.changed' : kind === 'remove' ? 'user.removed' : 'erasure.queued'
}

function labelOf(item: RunItem['item']): string {
  if (item.user === null) return item.identifier.value
  const name = `${item.user.firstName} ${item.user.lastName}`.trim()
  return name === '' ? item.user.email : `${name} (${item.user.email})`
}
