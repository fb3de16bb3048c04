import { causeCodes } from '@muster/core/outcome/cause'
import { causeTexts } from '@muster/core/wording/cause-text'
import { type RawBuilder, sql } from 'kysely'
import type { FailureFilter } from '../../../features/jobs/ports.ts'
import { storableText } from '../database/storable-json.ts'

/** What a failure is about, as one text to group and filter by; `job_items` is named `i`. */
export const detailsKey = sql<string | null>`case
  when i.details->>'roleId' is not null then 'role:' || (i.details->>'roleId') || ':' || coalesce(i.details->>'botId', '*')
  when i.details->>'groupId' is not null then 'group:' || (i.details->>'groupId')
  when i.details->>'botId' is not null then 'bot:' || (i.details->>'botId')
  when i.details->>'flag' is not null then 'flag:' || (i.details->>'flag')
  when i.details->>'problem' is not null
    then left('problem:' || (i.details->>'problem') || coalesce(': "' || (i.details->>'value') || '"', ''), 300) end`

/** The facts of a failure with the names of their ids: Kore.ai's answers name none. What the plan said comes first. */
export const detailsNamed = sql<Record<string, string> | null>`case when i.details is null then null else
  jsonb_strip_nulls(jsonb_build_object(
    'role', (select name from access_roles where id = i.details->>'roleId'),
    'bot', (select name from access_bots where id = i.details->>'botId'),
    'group', (select name from access_groups where id = i.details->>'groupId'))) || i.details end`

/** Failures of one cause, about one thing, or of these numbers; everything for what is not given. */
export function failureConditions({ cause, details, seqs }: FailureFilter): readonly RawBuilder<unknown>[] {
  return [
    ...(cause === undefined ? [] : [sql`i.cause = ${cause}`]),
    ...(details === undefined ? [] : [sql`${detailsKey} = ${storableText(details)}`]),
    ...(seqs === undefined ? [] : [sql`i.seq = any(${[...seqs]}::int[])`]),
  ]
}

/** What cannot be undone asks nothing. Plans of earlier versions keep there what the job before had done: a removal, an erasure. */
export const requestsChange = sql<boolean>`i.cause is distinct from 'cannot_undo'`

/** Causes over which the same again comes to the same: what is asked, or of whom, must be mended first. */
const pointless = causeCodes.filter(
  (code) => !causeTexts[code].fixes.some((fix) => fix === 'retry' || fix === 'plan_again'),
)

/** Failures that asking again as they are may help. */
export const fixedByRetry = sql<boolean>`coalesce(i.cause <> all(${pointless}::text[]), true)`

/** The answer to it was lost and nobody decided yet whether it is sent again. */
export const undecidedErasure = sql<boolean>`(i.kind = 'erase' and i.outcome = 'unknown' and i.retried_by is null
  and i.dismissed_by is null and i.details->>'decision' is null)`
