import { Trans } from '@lingui/react/macro'
import { downloadTemplateCsv, downloadTemplateXlsx } from '@muster/contracts/uploads'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import classes from './templates.module.css'

/** Blank templates. Filled templates come from the users page, because it has the search. */
export function Templates(): ReactNode {
  return (
    <p className={classes.templates}>
      <Download size={16} aria-hidden="true" />
      <span>
        <Trans>
          Start from a blank template:{' '}
          <a href={downloadTemplateCsv.path} download>
            CSV
          </a>{' '}
          or{' '}
          <a href={downloadTemplateXlsx.path} download>
            Excel
          </a>
          . For a template with users, <AppLink href={paths.users()}>search the users</AppLink> and download the
          template there.
        </Trans>
      </span>
    </p>
  )
}
