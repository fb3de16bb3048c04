import { Button } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { useMay } from '../../../lib/session.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { usePlanFromJob } from '../fixes/use-plan-from-job.ts'
import { ReportDownloads } from '../items/report-downloads.tsx'
import { isOver } from '../job-words.ts'
import classes from './job-report.module.css'
import { Resolved } from './mark-resolved.tsx'

/** What can be done with the report as a whole: ask everyone again, take it along, say that it is dealt with. */
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
          {retryAllLabel(retriable, open, job.kinds)}
        </Button>
      ) : null}
      <ReportDownloads job={job} label="Report as" only="failures" />
      {isOver(job.state) && (open > 0 || job.resolved !== null) ? <Resolved job={job} /> : null}
      <ErrorNote error={plan.error} />
    </div>
  )
}

/** Not all that is open is helped by asking again: some must be mended, or decided about, first. */
function retryAllLabel(retriable: number, open: number, kinds: JobEntry['kinds']): string {
  const all = subjectsInWords(open, kinds)
  if (retriable < open) return `Ask ${formatNumber(retriable)} of ${all} again…`
  return `Ask ${open === 1 ? '' : 'all '}${all} again…`
}
