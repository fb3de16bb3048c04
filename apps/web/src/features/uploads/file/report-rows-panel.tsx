import type { UploadEntry } from '@muster/contracts/uploads'
import { causeTexts } from '@muster/core/wording/cause-text'
import { ListChecks } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import classes from './file-panel.module.css'

/** Where rows opened from a report come from, and what becomes of them. Nothing of the file itself is left to correct. */
export function ReportRowsPanel({ corrects }: { corrects: NonNullable<UploadEntry['corrects']> }): ReactNode {
  const { jobId, cause } = corrects
  return (
    <section className={classes.panel} aria-label="Where these rows come from">
      <div className={classes.line}>
        <ListChecks size={16} aria-hidden="true" className={classes.mark} />
        <h2 className={classes.title}>Report</h2>
        <p className={classes.summary}>
          Rows that failed in <AppLink href={paths.job(jobId)}>this job</AppLink>:{' '}
          <strong>{causeTexts[cause].title}</strong>. They keep the numbers they have in the file. The plan made of them
          asks only these again, as a retry of that job.
        </p>
      </div>
    </section>
  )
}
