import type { Lookups } from '@muster/core/account/access'
import type { Identifier } from '@muster/core/account/user'
import type { AuditLine } from '@muster/core/audit/audit-line'
import type { Outcome } from '@muster/core/outcome/outcome'
import type { UserMatch } from '@muster/core/plan/plan-item'
import { type ApprovalPolicy, noApprovals } from '@muster/core/policy/approval'
import type { AdminPolicy } from '@muster/core/policy/floors'
import type { AccountFacts } from '@muster/core/policy/volume'
import { sql } from 'kysely'
import type { ItemOutcome, Lease } from '../../../engine/ports.ts'
import type { FrozenPlan, KeptItem, PlanRecord } from '../../../features/plans/ports.ts'
import { auditRows } from '../audit/audit-log.ts'
import { maySend } from '../database/own-account.ts'
import { type Seal, sealOf } from '../database/seal.ts'
import { storableJson } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'
import { type ListedAccess, listedAccess, lookupsOf } from '../directory/directory-reads.ts'
import { identifierQueries, matchesOf } from '../directory/users-by-identifier.ts'
import { changedMark } from '../directory/users-write.ts'
import type { MarkFile } from '../folder/mark-file.ts'
import { accountFacts, accountFactsOf, holdersLeft, holdersOf } from '../guards/guard-facts.ts'
import { encodeBlock, sealedBody } from '../plans/plan-blocks.ts'
import { madeLine, planColumns } from '../plans/plans-store.ts'
import { jobColumns, startedLine } from './jobs-insert.ts'
import { sealedResponse } from './response-text.ts'

/** Everything that planning and judging a script's call needs. */
export interface ScriptFacts {
  readonly lookups: Lookups
  /** One match for each identifier. */
  readonly matches: readonly UserMatch[]
  readonly admins: AdminPolicy
  readonly account: AccountFacts
  readonly policy: ApprovalPolicy
  readonly isStopped: boolean
  readonly isHeld: boolean
}

/** Facts that cost time and that few calls depend on. */
interface FactsNeeded {
  readonly account: boolean
  readonly admins: boolean
}

export interface ScriptToBegin {
  readonly plan: PlanRecord
  readonly frozen: Omit<FrozenPlan, 'hash'>
  /** Items of one block: updates that take nothing guarded away. */
  readonly kept: readonly KeptItem[]
  /** The approval policy that the call was judged by. */
  readonly policy: ApprovalPolicy
  readonly jobId: string
  readonly callId: string
  readonly leaseMs: number
  /** The audit entry of the call. */
  readonly sending: AuditLine
}

export interface ScriptToEnd {
  readonly itemOutcomes: readonly ItemOutcome[]
  /** Milliseconds since 1970. */
  readonly at: number
  /** Users whose access may be another now. A read after each call would take from Kore.ai's call budget. */
  readonly changed: readonly string[]
  /** Appended after the entries of the users. */
  readonly lines: (counts: Readonly<Record<Outcome, number>>) => readonly AuditLine[]
}

/** The store of calls of the pass-through. */
export interface ScriptCalls {
  /** In one statement. `account`: its size and the removals of 24 hours; `admins`: the holders of each admin role. */
  facts(identifiers: readonly Identifier[], needs: FactsNeeded): Promise<ScriptFacts>
  /**
   * In one statement and one commit: the plan as applied, its job as running, its items as sent, and their audit
   * entries, unless changes are stopped or held, or the approval policy is another, by then.
   */
  begin(script: ScriptToBegin): Promise<Lease | 'stopped' | 'held' | 'policy'>
  /**
   * In one statement and one commit: the outcomes of all items, the end of the job and their audit entries. Returns
   * false, and writes nothing, if the job or an item is no longer as `begin` left it.
   */
  end(lease: Lease, script: ScriptToEnd): Promise<boolean>
}

/** The calls of scripts in SQL. `script_begin_judged` and `script_end` are functions of the database. */
export function createSqlScriptCalls(db: Db, file: Pick<MarkFile, 'remember'>): ScriptCalls {
  return {
    facts: (identifiers, needs) => readFacts(db, identifiers, needs),
    begin: async (script) => {
      const given = storableJson(await givenToBegin(db, script))
      const { rows } = await sql<{ begun: Begun }>`
        select case when ${maySend(db)} then script_begin_judged(${given}::jsonb) else '{"refused":"held"}'::jsonb end as begun
        from store_state where id = 1`.execute(db)
      const begun = rows[0]?.begun
      if (begun === undefined) throw new Error('the store did not begin the call of a script')
      if ('refused' in begun) return begun.refused
      file.remember(begun.storeId, begun.mark)
      return { jobId: script.jobId, epoch: 1 }
    },
    end: async (lease, script) => {
      const given = storableJson(givenToEnd(sealOf(db), lease, script))
      const { rows } = await sql<{
        ended: boolean
      }>`with marked as (${changedMark(script.changed, script.at)}) select script_end(${given}::jsonb) as ended`.execute(
        db,
      )
      return rows[0]?.ended === true
    },
  }
}

const unknownAccount: AccountFacts = { users: 0, removedToday: 0, erasedToday: 0 }

type Begun = { readonly refused: 'stopped' | 'held' | 'policy' } | { readonly storeId: string; readonly mark: number }

async function readFacts(db: Db, identifiers: readonly Identifier[], needs: FactsNeeded): Promise<ScriptFacts> {
  const queries = identifierQueries(identifiers)
  const found = sql.join([sql`null`, ...queries.map(({ select }) => sql`(${select})`)])
  const { rows } = await sql<
    ListedAccess & {
      users: readonly (string | null)[]
      holders: Parameters<typeof holdersOf>[0] | null
      account: Parameters<typeof accountFactsOf>[0] | null
      policy: ApprovalPolicy | null
      stopped: boolean
      held: boolean
    }
  >`select listed.*, array[${found}]::text[] as users, ${needs.admins ? sql`(select json_agg(h) from (${holdersLeft}) h)` : sql`null`} as holders,
      ${needs.account ? sql`(select row_to_json(f) from (${accountFacts('sent_and_waiting')}) f)` : sql`null`} as account,
      (select policy from approval_policy) as policy,
      (select stopped_at is not null from guard_state) as stopped,
      (select not ${maySend(db)} from store_state where id = 1) as held
    from (${listedAccess}) listed`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('the directory has no recorded state')
  return {
    lookups: lookupsOf(row),
    matches: matchesOf(identifiers, queries, row.users.slice(1)),
    admins: holdersOf(row.holders ?? []),
    account: row.account === null ? unknownAccount : accountFactsOf(row.account),
    policy: row.policy ?? noApprovals,
    isStopped: row.stopped,
    isHeld: row.held,
  }
}

async function givenToBegin(db: Db, script: ScriptToBegin) {
  const { plan, frozen, kept, policy, jobId, callId, leaseMs, sending } = script
  const { body, ...block } = await encodeBlock(kept)
  const { title, summary } = frozen
  const { createdBy, createdAt, source } = plan
  const job = {
    id: jobId,
    planId: plan.id,
    title,
    source: source.kind,
    parentJobId: null,
    summary,
    createdBy,
    createdAt,
  }
  const lines = [madeLine(createdBy.email, frozen.sentence), startedLine(job), sending]
  return {
    plan: planColumns({ ...plan, title, summary }),
    block: { ...block, body: sealedBody(db, plan.id, { block: block.block, body }) },
    job: jobColumns(job),
    items: kept.map(({ item: { seq } }) => ({ seq })),
    policy,
    no_policy: noApprovals,
    call_id: callId,
    lease_ms: leaseMs,
    lines: auditRows(lines),
    at: new Date(createdAt).toISOString(),
  }
}

function givenToEnd(seal: Seal, { jobId, epoch }: Lease, { itemOutcomes, at, lines }: ScriptToEnd) {
  const count = (outcome: Outcome) => itemOutcomes.filter((one) => one.outcome === outcome).length
  const counts = {
    changed: count('changed'),
    unchanged: count('unchanged'),
    skipped: count('skipped'),
    failed: count('failed'),
    not_attempted: count('not_attempted'),
    unknown: count('unknown'),
  } satisfies Record<Outcome, number>
  return {
    job_id: jobId,
    epoch,
    at: new Date(at).toISOString(),
    items: itemOutcomes.map(({ seq, outcome, cause, details, koreResponse }) => {
      return {
        seq,
        outcome,
        cause,
        details,
        kore_response: sealedResponse(seal, { jobId, seq, response: koreResponse }),
      }
    }),
    counts,
    lines: auditRows([...itemOutcomes.flatMap(({ audit }) => audit ?? []), ...lines(counts)]),
  }
}
