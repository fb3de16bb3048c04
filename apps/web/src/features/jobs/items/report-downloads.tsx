import { downloadReportCsv, downloadReportJson, downloadReportXlsx, type JobEntry } from '@muster/contracts/jobs'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { provenDownload } from '../../../lib/step-up.ts'
import { buildUrl } from '../../../lib/url.ts'
import classes from '../report/job-report.module.css'

const files = [
  { name: 'CSV', route: downloadReportCsv },
  { name: 'XLSX', route: downloadReportXlsx },
  { name: 'JSON', route: downloadReportJson },
] as const

interface ReportDownloadsProps {
  readonly job: JobEntry
  readonly label: string
  /** Absent: all users, with any outcome. */
  readonly only?: 'failures'
}

/** Downloads of the report in three formats. */
export function ReportDownloads({ job, label, only }: ReportDownloadsProps): ReactNode {
  return (
    <span className={classes.downloads}>
      <Download size={14} aria-hidden="true" /> {label}
      {files.map(({ name, route }) => (
        <a
          key={name}
          href={buildUrl(route.path, { id: job.id }, only === undefined ? {} : { only })}
          {...provenDownload(only === undefined ? job.total : job.total - job.counts.changed - job.counts.unchanged)}
        >
          {name}
        </a>
      ))}
    </span>
  )
}
