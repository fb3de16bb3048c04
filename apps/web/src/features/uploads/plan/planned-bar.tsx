import { Button } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { BottomBar } from '../../../ui/page/bottom-bar.tsx'

interface PlannedBarProps {
  readonly upload: UploadEntry
  /** Null where the role may not. */
  readonly onReopen: (() => void) | null
}

/** A file that became a plan: on to it, or back to the rows as long as it was not applied. */
export function PlannedBar({ upload, onReopen }: PlannedBarProps): ReactNode {
  return (
    <BottomBar
      label="The plan"
      words={`A plan was made of ${upload.corrects === null ? 'this file' : 'these rows'}. While it is not applied you can still change the rows and make another.`}
    >
      {onReopen === null ? null : (
        <Button variant="default" onClick={onReopen}>
          Change the rows
        </Button>
      )}
      {upload.planId === null ? null : <AppLink href={paths.plan(upload.planId)}>Open the plan</AppLink>}
    </BottomBar>
  )
}
