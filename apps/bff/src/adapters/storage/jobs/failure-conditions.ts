import { causeCodes } from '@muster/core/outcome/cause'
import { causeFixes } from '@muster/core/outcome/cause-fixes'
import { type RawBuilder, sql } from 'kysely'
import type { FailureFilter } from '../../../features/jobs/ports.ts'
import { storableText } from '../database/storable-json.ts'

/** The subject of a failure (role, bot, group…), as one text to group and filter by; `job_items` is named `i`. */
export const detailsKey = sql<string | null>`case
  when i.details->>'roleId' is not null then 'role:' || (i.details->>'roleId') || ':' || coalesce(i.details->>'botId', '*')
  when i.details->>'groupId' is not null then 'group:' || (i.details->>'groupId')
  when i.details->>'botId' is not null then 'bot:' || (i.details->>'botId')
  when i.details->>'flag' is not null then 'flag:' || (i.details->>'flag')
  when i.details->>'issue' is not null
    then left('issue:' || (i.details->>'issue') || coalesce(': "' || (i.details->>'value') || '"', ''), 300)
  when i.details->>'problem' is not null
    then left('problem:' || (i.details->>'problem') || coalesce(': "' || (i.details->>'value') || '"', ''), 300) end`

/**
 * The details of a failure with the names of their ids, which Kore.ai's responses lack. The plan's names take
 * precedence.
 */
export const detailsNamed = sql<Record<string, string> | null>`case when i.details is null then null else
  jsonb_strip_nulls(jsonb_build_object(
    'role', (select name from access_roles where id = i.details->>'roleId'),
    'bot', (select name from access_bots where id = i.details->>'botId'),
    'group', (select name from access_groups where id = i.details->>'groupId'))) || i.details end`

/** Failures of one cause, with these details, or with these numbers; each is optional. */
export function failureConditions({ cause, details, seqs }: FailureFilter): readonly RawBuilder<unknown>[] {
  return [
    ...(cause === undefined ? [] : [sql`i.cause = ${cause}`]),
    ...(details === undefined ? [] : [sql`${detailsKey} = ${storableText(details)}`]),
    ...(seqs === undefined ? [] : [sql`i.seq = any(${[...seqs]}::int[])`]),
  ]
}

/**
 * Whether an item requests a change; what cannot be undone does not. Plans of earlier versions store the completed
 * change there: a removal, an erasure.
 */
export const requestsChange = sql<boolean>`i.cause is distinct from 'cannot_undo'`

/** Causes that a retry cannot resolve: the change, or the user's record, must be corrected first. */
const pointless = causeCodes.filter((code) => !causeFixes[code].some((fix) => fix === 'retry' || fix === 'plan_again'))

/** Failures that an unchanged retry may resolve. */
export const fixedByRetry = sql<boolean>`coalesce(i.cause <> all(${pointless}::text[]), true)`

/** Its response was lost and no member has decided yet whether to send it again. */
export const undecidedErasure = sql<boolean>`(i.kind = 'erase' and i.outcome = 'unknown' and i.retried_by is null
  and i.dismissed_by is null and i.details->>'decision' is null)`
