import { t } from '@lingui/core/macro'
import { Button } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import type { ReactNode } from 'react'
import { useMay } from '../../../lib/session.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { retryAllLabel, retrySomeLabel } from '../fixes/fix-text.ts'
import { usePlanFromJob } from '../fixes/use-plan-from-job.ts'
import { ReportDownloads } from '../items/report-downloads.tsx'
import { isOver } from '../job-text.ts'
import classes from './job-report.module.css'
import { Resolved } from './mark-resolved.tsx'

/** Actions for the whole report: retry, download, mark as resolved. */
export function ReportActions({ job, groups }: { job: JobEntry; groups: readonly FailureGroup[] }): ReactNode {
  const plan = usePlanFromJob()
  const may = useMay('plans:write')
  const open = groups.reduce((sum, group) => sum + group.open, 0)
  const retriable = groups.reduce((sum, group) => sum + group.retriable, 0)
  return (
    <div className={classes.actions}>
      {may && retriable > 0 && isOver(job.state) ? (
        <Button
          variant="default"
          size="xs"
          loading={plan.isPending}
          onClick={() => plan.mutate({ kind: 'retry', jobId: job.id })}
        >
          {retriable < open ? retrySomeLabel(retriable, open, job.kinds) : retryAllLabel(retriable, job.kinds)}
        </Button>
      ) : null}
      <ReportDownloads job={job} label={t`Download report`} only="failures" />
      {isOver(job.state) && (open > 0 || job.resolved !== null) ? <Resolved job={job} /> : null}
      <ErrorNote error={plan.error} />
    </div>
  )
}
