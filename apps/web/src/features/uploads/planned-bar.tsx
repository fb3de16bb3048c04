import { Button } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import type { ReactNode } from 'react'
import { DeskLink } from '../../lib/desk-link.tsx'
import { paths } from '../../lib/paths.ts'
import classes from './plan-bar.module.css'

interface PlannedBarProps {
  readonly upload: UploadEntry
  /** Null where the role may not. */
  readonly onReopen: (() => void) | null
}

/** A file that became a plan: on to it, or back to the rows as long as it was not applied. */
export function PlannedBar({ upload, onReopen }: PlannedBarProps): ReactNode {
  return (
    <section className={classes.bar} aria-label="The plan" data-bottom-bar>
      <div className={classes.words}>
        A plan was made of this file. While it is not applied you can still change the rows and make another.
      </div>
      {onReopen === null ? null : (
        <Button variant="default" onClick={onReopen}>
          Change the rows
        </Button>
      )}
      {upload.planId === null ? null : <DeskLink href={paths.plan(upload.planId)}>Open the plan</DeskLink>}
    </section>
  )
}
