import type { ReadTitleSearch } from '@muster/core/search/title-search'
import type { Sentence } from '@muster/core/text/message'
import { createChecks } from '../adapters/files/check-thread.ts'
import { createFileReader } from '../adapters/files/file-reader.ts'
import type { KoreGateway } from '../adapters/kore/create-kore-gateway.ts'
import { newId } from '../adapters/storage/database/new-id.ts'
import type { EventHub } from '../features/events/create-events.ts'
import type { PlanDeps } from '../features/plans/plan-deps.ts'
import { freeFromPlan, originOfUpload, tieToPlan, uploadChanges } from '../features/uploads/fix/upload-changes.ts'
import type { UploadDeps } from '../features/uploads/upload-deps.ts'
import type { composeJobs } from './compose-jobs.ts'
import type { FeatureParts } from './compose-parts.ts'
import { createScriptJobs } from './script/script-jobs.ts'

interface PlanParts {
  readonly gateway: KoreGateway
  readonly events: EventHub
  readonly jobs: ReturnType<typeof composeJobs>
  readonly readTitleSearch: ReadTitleSearch
}

function uploadDeps({ stores, queue, clock }: FeatureParts, events: EventHub): UploadDeps {
  return {
    ...stores.uploads,
    files: stores.files,
    failedRows: stores.failedRows,
    reportedItems: stores.reportedItems,
    reader: createFileReader(),
    checks: createChecks(),
    directory: stores.users,
    keys: stores.userKeys,
    scopeOf: stores.scopes.of,
    queue,
    events,
    clock,
    newId,
    audit: stores.auditLog,
  }
}

/** What plans need of the files that they are made of. */
const uploadsForPlans = (uploads: UploadDeps): PlanDeps['uploads'] => ({
  uploadChanges: (id) => uploadChanges(uploads, id),
  originOf: (id) => originOfUpload(uploads, id),
  tieToPlan: (id, planId) => tieToPlan(uploads, id, planId),
  freeFromPlan: (id, planId) => freeFromPlan(uploads, id, planId),
})

/** Plans, with the files that they are made of and the calls of scripts, each of which is a plan. */
export function composePlans(parts: FeatureParts, { gateway, events, jobs, readTitleSearch }: PlanParts) {
  const { stores, queue, clock, upstream, log } = parts
  const audit = stores.auditLog
  const uploads = uploadDeps(parts, events)
  const plans: PlanDeps = {
    store: stores.plans,
    directory: stores.users,
    jobs: { ...stores.jobsForPlans, jobReady: jobs.jobReady },
    uploads: uploadsForPlans(uploads),
    queue,
    events,
    clock,
    newId,
    account: upstream,
    readTitleSearch,
    guards: {
      limits: parts.limits,
      facts: stores.guardFacts,
      recordRefusal: (entry: { actor: string; sentence: Sentence }) =>
        audit.append({ action: 'guard.refused', ...entry }),
    },
    limits: stores.scopes,
  }
  const scripts = createScriptJobs({
    plans,
    calls: stores.scriptCalls,
    inOneTransaction: stores.plansInOneTransaction,
    runs: stores.jobRuns,
    writer: gateway.writer,
    directory: stores.users,
    audit,
    journal: jobs.journal,
    replayErasures: jobs.replayErasures,
    onUnrecorded: (error, jobId) => log.error({ error, jobId }, 'Could not record the outcomes of a call of a script'),
    onUpdated: jobs.onUpdated,
    onErasures: jobs.onErasures,
    mayResend: async () => (await stores.holds.current()) === null && (await stores.stopSwitch.read()) === null,
  })
  return { uploads, plans, scripts }
}
