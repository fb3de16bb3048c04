import * as routes from '@muster/contracts/jobs'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { ownOf } from '../../http/session/actor.ts'
import { type Control, type ControlDeps, controlJob } from './control/control-job.ts'
import { getJob } from './list/get-job.ts'
import { listJobItems } from './list/list-job-items.ts'
import { type JobListDeps, listJobs } from './list/list-jobs.ts'
import { decideLostErasure } from './report/decide-lost-erasure.ts'
import { decideLostErasures } from './report/decide-lost-erasures.ts'
import { dismissFailures } from './report/dismiss-failures.ts'
import { downloadReport, type ReportDeps } from './report/download-report.ts'
import { resolveJob } from './report/mark-resolved.ts'
import { reportFailures } from './report/report-failures.ts'

type Deps = ControlDeps & ReportDeps & JobListDeps

export function jobsRoutes(deps: Deps): BoundRoute[] {
  return [...readRoutes(deps), ...reportRoutes(deps), ...controlRoutes(deps), ...decisionRoutes(deps)]
}

const historyMs = 15 * 24 * 3_600_000

function readRoutes(deps: Deps): BoundRoute[] {
  return [
    bind(routes.listJobs, async ({ query }, context) => ({
      status: 200,
      json: await listJobs(deps, { ...query, own: ownOf(actorOf(context)) }),
    })),
    bind(routes.listOutcomeHistory, async () => ({
      status: 200,
      json: { items: await deps.reader.outcomeHistory(deps.clock.now() - historyMs) },
    })),
    bind(routes.listFailureCauses, async (_, context) => ({
      status: 200,
      json: {
        items: await deps.reader.failureCauses(deps.clock.now() - historyMs, ownOf(actorOf(context))),
      },
    })),
    bind(routes.getJob, async ({ params }) => ({ status: 200, json: await getJob(deps, params.id) })),
    bind(routes.listJobItems, async ({ params, query }) => ({
      status: 200,
      json: await listJobItems(deps, { ...query, id: params.id }),
    })),
    bind(routes.getJobFailures, async ({ params }, context) => ({
      status: 200,
      json: await reportFailures(deps, params.id, ownOf(actorOf(context))),
    })),
  ]
}

/** The report as a file, in three formats. */
function reportRoutes(deps: Deps): BoundRoute[] {
  const formats = { csv: routes.downloadReportCsv, xlsx: routes.downloadReportXlsx, json: routes.downloadReportJson }
  return (['csv', 'xlsx', 'json'] as const).map((format) =>
    bind(formats[format], async ({ params, query }, context) => {
      const { only, cause } = query
      const { stepUp } = context
      const requested = { jobId: params.id, only, cause, format, actor: actorOf(context), stepUp }
      return { status: 200, ...(await downloadReport(deps, requested)) }
    }),
  )
}

/** Control of a running job. */
function controlRoutes(deps: Deps): BoundRoute[] {
  const moves = { pause: routes.pauseJob, resume: routes.resumeJob, cancel: routes.cancelJob } as const
  const control = (move: Control): BoundRoute =>
    bind(moves[move], async ({ params }, context) => ({
      status: 200,
      json: await controlJob(deps, {
        jobId: params.id,
        control: move,
        actor: actorOf(context),
        stepUp: context.stepUp,
      }),
    }))
  return [control('pause'), control('resume'), control('cancel')]
}

/** Decisions about failures. */
function decisionRoutes(deps: Deps): BoundRoute[] {
  return [
    bind(routes.resolveJob, async ({ params, body }, context) => ({
      status: 200,
      json: await resolveJob(deps, { ...body, jobId: params.id, actor: actorOf(context) }),
    })),
    bind(routes.dismissFailures, async ({ params, body: { dismissed, ...filter } }, context) => ({
      status: 200,
      json: await dismissFailures(deps, { jobId: params.id, dismissed, filter, actor: actorOf(context) }),
    })),
    bind(routes.decideLostErasures, async ({ params, body }, context) => ({
      status: 200,
      json: await decideLostErasures(deps, { jobId: params.id, decision: body.decision, actor: actorOf(context) }),
    })),
    bind(routes.decideLostErasure, async ({ params, body }, context) => ({
      status: 200,
      json: await decideLostErasure(deps, {
        jobId: params.id,
        seq: params.seq,
        decision: body.decision,
        actor: actorOf(context),
      }),
    })),
  ]
}
