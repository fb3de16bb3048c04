import { tmpdir } from 'node:os'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Lookups } from '@muster/core/account/access'
import type { User } from '@muster/core/account/user'
import type { Outcome } from '@muster/core/outcome/outcome'
import { defaultGuardLimits } from '@muster/core/policy/limits'
import { titleSearch } from '@muster/core/search/title-search'
import { lookups as account } from '@muster/core/testing/account'
import { sql } from 'kysely'
import { systemClock } from '../../../clock.ts'
import { downloadReport } from '../../../features/jobs/report/download-report.ts'
import { computePlan } from '../../../features/plans/compute-plan.ts'
import { createPlan } from '../../../features/plans/create-plan.ts'
import type { PlanDeps } from '../../../features/plans/plan-deps.ts'
import type { PlanRecord } from '../../../features/plans/ports.ts'
import { freeFromPlan, originOfUpload, tieToPlan, uploadChanges } from '../../../features/uploads/fix/upload-changes.ts'
import { madeBy, newUpload } from '../../../features/uploads/receive/new-upload.ts'
import { readUpload } from '../../../features/uploads/receive/read-upload.ts'
import type { UploadDeps } from '../../../features/uploads/upload-deps.ts'
import { anActor } from '../../../http/testing/an-actor.ts'
import { tokenProof } from '../../../http/testing/token-proof.ts'
import { createCatalogues } from '../../catalogues/read-catalogue.ts'
import { createChecks } from '../../files/check-thread.ts'
import { createFileReader } from '../../files/file-reader.ts'
import { newId } from '../database/new-id.ts'
import type { Db } from '../database/storage.ts'
import { createSqlDirectoryKeys } from '../directory/user-keys.ts'
import { createSqlUserDirectory } from '../directory/users-store.ts'
import { readAccountFacts } from '../guards/guard-facts.ts'
import { createSqlJobsForPlans } from '../jobs/jobs-for-plans.ts'
import { jobInsertion } from '../jobs/jobs-insert.ts'
import { createSqlJobReader } from '../jobs/jobs-read-store.ts'
import { createSqlReportOrigins } from '../jobs/report-origin-store.ts'
import { createSqlPlanStore } from '../plans/plans-store.ts'
import { createSqlScopes } from '../session/scopes-store.ts'
import { createSqlFailedRows } from '../uploads/failed-rows-store.ts'
import { createSqlReportedItems } from '../uploads/reported-items-store.ts'
import { createSqlFileStore } from '../uploads/upload-files-store.ts'
import { createSqlUploads } from '../uploads/uploads-store.ts'

export const actor = anActor({ email: 'owner@example.com', name: 'Owner' })
const go = new AbortController().signal
/** Files from bytes to plan, job and report over the real stores, with these users in the directory. */
export async function uploadApp(db: Db, { people, lookups = account }: { people: readonly User[]; lookups?: Lookups }) {
  const users = createSqlUserDirectory(db)
  await users.upsertUsers(people, Date.now())
  const count = people.length
  const directory = {
    ...users,
    lookups: async () => lookups,
    state: async () => ({
      state: 'ready' as const,
      users: count,
      progress: null,
      syncedAt: null,
      source: 'kore' as const,
      reason: null,
      unreadable: 0,
      omitted: 0,
    }),
  }
  const sent: { name: string; data: object }[] = []
  const queue = {
    work: async () => undefined,
    send: async (name: string, data: object) => {
      sent.push({ name, data })
      return 'accepted' as const
    },
    schedule: async () => undefined,
  }
  const deps: UploadDeps = {
    ...createSqlUploads(db),
    files: createSqlFileStore(db, tmpdir()),
    failedRows: createSqlFailedRows(db),
    reportedItems: createSqlReportedItems(db),
    reader: createFileReader(),
    checks: createChecks(),
    directory,
    keys: createSqlDirectoryKeys(db),
    scopeOf: async () => null,
    queue,
    events: { publish: () => undefined },
    clock: systemClock,
    newId,
    audit: { append: async () => undefined },
  }
  const plans: PlanDeps = {
    store: createSqlPlanStore(db, jobInsertion),
    directory,
    jobs: { ...createSqlJobsForPlans(db), jobReady: async () => undefined },
    uploads: {
      uploadChanges: (id) => uploadChanges(deps, id),
      originOf: (id) => originOfUpload(deps, id),
      tieToPlan: (id, planId) => tieToPlan(deps, id, planId),
      freeFromPlan: (id, planId) => freeFromPlan(deps, id, planId),
    },
    queue,
    events: { publish: () => undefined },
    clock: systemClock,
    newId,
    account: { environment: 'sandbox', accountName: 'Test' },
    readTitleSearch: async (q) => titleSearch(q),
    limits: createSqlScopes(db),
    guards: {
      limits: { ...defaultGuardLimits, allowMost: true },
      facts: () => readAccountFacts(db, 'sent_and_waiting'),
      recordRefusal: async () => undefined,
    },
  }

  type Bytes = AsyncIterable<Uint8Array> | Buffer | string
  /** Keeps a file, to be read. */
  async function keep(bytes: Bytes, fileName: string): Promise<string> {
    const id = newId()
    const stream = Buffer.isBuffer(bytes) || typeof bytes === 'string' ? Readable.from([Buffer.from(bytes)]) : bytes
    const kept = await deps.files.keep(id, stream, 256 * 1024 * 1024)
    await deps.store.create(
      newUpload({ id, fileName, bytes: kept.bytes, createdBy: madeBy(actor), createdAt: Date.now() }),
    )
    return id
  }
  const read = (uploadId: string) => readUpload(deps, { uploadId, readOptions: {} }, go)
  async function upload(bytes: Bytes, fileName: string): Promise<string> {
    const id = await keep(bytes, fileName)
    await read(id)
    return id
  }
  async function plan(uploadId: string) {
    const record = await createPlan(plans, { source: { kind: 'upload', uploadId }, actor, signal: go })
    if (record.state === 'computing') await computePlan(plans, { planId: record.id, signal: go })
    return (await plans.store.get(record.id)) ?? record
  }
  /** Every item of a plan. */
  const items = (planId: string) => plans.store.items(planId, { afterSeq: 0, limit: 100_000 })
  /** Creates a job of a plan; nothing runs it. */
  async function apply({ id: planId, hash }: PlanRecord): Promise<string> {
    const jobId = newId()
    const judge = () => ({ delayMs: 0, shareConfirmed: false })
    await plans.store.apply({
      planId,
      hash: hash ?? '',
      jobId,
      actor,
      at: Date.now(),
      provedBy: null,
      judge,
      idempotency: null,
    })
    return jobId
  }
  /** Applies a plan and ends its items with the given outcomes, by row. */
  async function end(planId: string, outcomeOf: (row: number) => Outcome | null): Promise<string> {
    const made = await plans.store.get(planId)
    if (made === null) throw new Error('no such plan')
    const jobId = await apply(made)
    for (const { seq, row } of await items(planId)) {
      const outcome = outcomeOf(row ?? 0)
      if (outcome === null) continue
      const cause = outcome === 'failed' ? 'kore_refused' : null
      await sql`
        update job_items set state = 'settled', outcome = ${outcome}, cause = ${cause},
          kore_response = ${outcome === 'failed' ? '=HYPERLINK("http://x")' : null}
        where job_id = ${jobId} and seq = ${seq} and cause is null`.execute(db)
    }
    return jobId
  }
  async function report(jobId: string, format: 'csv' | 'xlsx' | 'json') {
    const reader = createSqlJobReader(db, 90_000)
    const origins = createSqlReportOrigins(db)
    const audit = { append: async () => undefined }
    return downloadReport(
      { reader, origins, audit, catalogue: createCatalogues() },
      { jobId, only: undefined, format, actor, stepUp: tokenProof },
    )
  }
  const reportBytes = async (jobId: string, format: 'csv' | 'xlsx' | 'json') =>
    buffer((await report(jobId, format)).bytes)
  const rows = async (uploadId: string) => (await Array.fromAsync(deps.rows.each(uploadId))).flat()
  const record = async (uploadId: string) => {
    const found = await deps.store.get(uploadId)
    if (found === null) throw new Error('no such upload')
    return found
  }
  return { deps, plans, keep, read, upload, plan, items, apply, end, report, reportBytes, rows, record, sent }
}
