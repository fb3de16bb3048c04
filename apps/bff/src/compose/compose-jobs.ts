import type { I18n } from '@lingui/core'
import type { Language } from '@muster/core/language'
import { permissionsNeeded, planPermissions } from '@muster/core/policy/plan-needs'
import type { ReadTitleSearch } from '@muster/core/search/title-search'
import type { KoreGateway } from '../adapters/kore/create-kore-gateway.ts'
import { newId } from '../adapters/storage/database/new-id.ts'
import { openErasureJournal } from '../adapters/storage/jobs/run/erasure-journal.ts'
import { defaultEngineSettings } from '../engine/context/run-context.ts'
import { sendAbandoned, sendJob, sendJobLater, startJobWorker } from '../engine/run/job-worker.ts'
import { replayErasures } from '../engine/verify/replay-erasures.ts'
import { sendErasureWatch, startErasureWatch } from '../features/erasures/watch-erasures.ts'
import type { EventHub } from '../features/events/create-events.ts'
import { resumePaused } from '../features/jobs/control/resume-after-credential.ts'
import type { FeatureParts } from './compose-parts.ts'

/** Concurrent jobs of one account; the call budget limits them. */
const jobsAtOnce = 2

interface JobsParts {
  readonly gateway: KoreGateway
  readonly events: EventHub
  readonly catalogue: (language: Language) => Promise<I18n>
  readonly readTitleSearch: ReadTitleSearch
}

/** What members do with jobs. */
function jobControl(
  { stores, queue, clock }: FeatureParts,
  given: Pick<JobsParts, 'catalogue' | 'readTitleSearch'> & { readonly onUpdated: (jobId: string) => void },
) {
  return {
    ...given,
    reader: stores.jobReader,
    controller: stores.jobController,
    permissionsOfPlan: async (planId: string) => {
      const plan = await stores.plans.get(planId)
      return plan === null ? planPermissions : permissionsNeeded(plan.summary)
    },
    origins: stores.reportOrigins,
    queue,
    clock,
    audit: stores.auditLog,
  }
}

/** The engine's ports and settings. */
function engineDeps({ stores, queue, clock, log, config }: FeatureParts, gateway: KoreGateway) {
  return {
    writer: gateway.writer,
    journal: openErasureJournal(config.dataDir, clock.now(), (error) =>
      log.error({ error }, 'Could not write the journal of accepted erasures'),
    ),
    store: stores.jobRuns,
    directory: stores.users,
    clock,
    random: Math.random,
    newId,
    settings: { ...defaultEngineSettings, quiesceMs: config.quiesceMs },
    queue,
    jobsAtOnce,
  }
}

/** Continues the jobs that waited for the credential, unless all jobs are held: the release continues these too. */
async function resumeUnlessHeld({ stores }: FeatureParts, ...resume: Parameters<typeof resumePaused>): Promise<void> {
  if ((await stores.holds.current()) === null) await resumePaused(...resume)
}

async function watchErasures(
  { stores: { erasures, holds }, queue, clock }: FeatureParts,
  gateway: KoreGateway,
  onUpdated: (erasureId: string) => void,
): Promise<void> {
  const isOwnAccount = () => holds.isOwnAccount()
  await startErasureWatch({ erasures, reader: gateway.writer, queue, clock, isOwnAccount, onUpdated })
}

/** Jobs and erasures with all their observers. */
export function composeJobs(parts: FeatureParts, { gateway, events, catalogue, readTitleSearch }: JobsParts) {
  const { stores, queue, clock, log, metrics } = parts
  const onUpdated = (jobId: string) => events.updated('job', jobId)
  const onErasureUpdated = (erasureId: string) => events.updated('erasure', erasureId)
  const failed = (error: unknown) => log.warn({ error }, 'Could not start tracking erasures; the schedule will retry')
  const onErasures = (ids: readonly string[]) => {
    for (const id of ids) onErasureUpdated(id)
    sendErasureWatch(queue).catch(failed)
  }
  const engine = { ...engineDeps(parts, gateway), onUpdated, onErasures }
  const resuming = { controller: stores.jobController, queue, clock, onUpdated }
  const resumeStopped = async () => {
    if ((await stores.stopSwitch.read()) === null) await resumePaused(resuming, 'resumed')
  }
  return {
    /** Erasures were queued at Kore.ai: tracking starts now. */
    onErasures,
    /** Offers a job to the workers once it is committed. */
    jobReady: async (jobId: string, delayMs = 0) => {
      metrics.jobStarted()
      onUpdated(jobId)
      if (delayMs > 0) await sendJobLater(queue, jobId, delayMs)
      else await sendJob(queue, { id: jobId, epoch: 0 })
    },
    control: jobControl(parts, { catalogue, readTitleSearch, onUpdated }),
    /** An owner released the hold: jobs continue, also those that a start would have resumed. */
    released: () => resumePaused(resuming, 'started').then(() => sendAbandoned(engine)),
    /** The connection test passed, and the credential is accepted for users. */
    credentialAccepted: () => resumeUnlessHeld(parts, resuming, 'tested'),
    /** An owner resumed all changes: stopped and unstarted jobs continue. */
    changesResumed: async () => {
      await resumeStopped()
      await sendAbandoned(engine)
    },
    onUpdated,
    journal: engine.journal,
    /** Records the accepted erasures, of one job or all, that the store does not know. */
    replayErasures: (jobId?: string) => replayErasures(engine, jobId),
    start: async () => {
      await startJobWorker({ ...engine, resumeStopped })
      await resumeUnlessHeld(parts, resuming, 'started')
      await watchErasures(parts, gateway, onErasureUpdated)
    },
  }
}
