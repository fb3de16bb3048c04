import { downloadTemplateCsv, downloadTemplateXlsx } from '@muster/contracts/uploads'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import classes from './templates.module.css'

/** Files to start from. Filled ones come from the users page, where the search is. */
export function Templates(): ReactNode {
  return (
    <p className={classes.templates}>
      <Download size={16} aria-hidden="true" />
      <span>
        Start from a blank template:{' '}
        <a href={downloadTemplateCsv.path} download>
          CSV
        </a>{' '}
        or{' '}
        <a href={downloadTemplateXlsx.path} download>
          Excel
        </a>
        . For one filled with people, <AppLink href={paths.users()}>search the users</AppLink> and take the template
        there.
      </span>
    </p>
  )
}
