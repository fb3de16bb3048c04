import * as routes from '@muster/contracts/jobs'
import type { CauseCode } from '@muster/core/cause'
import { actorOf, type BoundRoute, bind, type RequestContext } from '../../http/route-handler.ts'
import { type ControlDeps, controlJob } from './control-job.ts'
import { dealWithJob } from './deal-with-job.ts'
import { downloadReport, type ReportDeps } from './download-report.ts'
import { getJob } from './get-job.ts'
import { leaveOut } from './leave-out.ts'
import { listJobItems } from './list-job-items.ts'
import { listJobs } from './list-jobs.ts'
import { reportFailures } from './report-failures.ts'
import { settleJobItem } from './settle-job-item.ts'

export function jobsRoutes(deps: ControlDeps & ReportDeps): BoundRoute[] {
  const report = async (
    format: 'csv' | 'xlsx' | 'json',
    { id, only, cause }: { id: string; only?: 'failures' | undefined; cause?: CauseCode | undefined },
    context: RequestContext,
  ) => ({ status: 200, ...(await downloadReport(deps, { jobId: id, only, cause, format, actor: actorOf(context) })) })
  return [
    bind(routes.listJobs, async ({ query }) => ({ status: 200, json: await listJobs(deps, query) })),
    bind(routes.getJob, async ({ params }) => ({ status: 200, json: await getJob(deps, params.id) })),
    bind(routes.listJobItems, async ({ params, query }) => ({
      status: 200,
      json: await listJobItems(deps, { ...query, id: params.id }),
    })),
    bind(routes.getJobFailures, async ({ params }) => ({ status: 200, json: await reportFailures(deps, params.id) })),
    bind(routes.downloadReportCsv, ({ params, query }, context) => report('csv', { ...params, ...query }, context)),
    bind(routes.downloadReportXlsx, ({ params, query }, context) => report('xlsx', { ...params, ...query }, context)),
    bind(routes.downloadReportJson, ({ params, query }, context) => report('json', { ...params, ...query }, context)),
    bind(routes.pauseJob, async ({ params }, context) => ({
      status: 200,
      json: await controlJob(deps, { jobId: params.id, control: 'pause', actor: actorOf(context) }),
    })),
    bind(routes.resumeJob, async ({ params }, context) => ({
      status: 200,
      json: await controlJob(deps, { jobId: params.id, control: 'resume', actor: actorOf(context) }),
    })),
    bind(routes.cancelJob, async ({ params }, context) => ({
      status: 200,
      json: await controlJob(deps, { jobId: params.id, control: 'cancel', actor: actorOf(context) }),
    })),
    bind(routes.dealWithJob, async ({ params, body }, context) => ({
      status: 200,
      json: await dealWithJob(deps, { jobId: params.id, note: body.note, actor: actorOf(context) }),
    })),
    bind(routes.leaveOutOfReport, async ({ params, body: { leftOut, ...filter } }, context) => ({
      status: 200,
      json: await leaveOut(deps, { jobId: params.id, leftOut, filter, actor: actorOf(context) }),
    })),
    bind(routes.settleJobItem, async ({ params, body }, context) => ({
      status: 200,
      json: await settleJobItem(deps, {
        jobId: params.id,
        seq: params.seq,
        decision: body.decision,
        actor: actorOf(context),
      }),
    })),
  ]
}
