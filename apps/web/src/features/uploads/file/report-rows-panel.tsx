import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { UploadEntry } from '@muster/contracts/uploads'
import { causeText } from '@muster/wording/cause/cause-text'
import { ListChecks } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import classes from './file-panel.module.css'

/** Origin of rows opened from a report. It replaces the file panel, because there is no file to correct. */
export function ReportRowsPanel({ corrects }: { corrects: NonNullable<UploadEntry['corrects']> }): ReactNode {
  const { jobId, cause } = corrects
  const { title } = causeText(i18n, cause)
  return (
    <section data-step="file" tabIndex={-1} className={classes.panel} aria-label={t`Origin of these rows`}>
      <div className={classes.line}>
        <ListChecks size={16} aria-hidden="true" className={classes.mark} />
        <h2 className={classes.title}>
          <Trans>Report</Trans>
        </h2>
        <p className={classes.summary}>
          <Trans>
            Rows that failed in <AppLink href={paths.job(jobId)}>this job</AppLink>:{' '}
            <strong>
              <Sentence text={title} />
            </strong>
            . They keep their row numbers of the file. Their plan retries only these rows, as a retry of that job.
          </Trans>
        </p>
      </div>
    </section>
  )
}
