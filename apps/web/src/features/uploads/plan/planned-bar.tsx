import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { UploadEntry } from '@muster/contracts/uploads'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { BottomBar } from '../../../ui/page/bottom-bar.tsx'

interface PlannedBarProps {
  readonly upload: UploadEntry
  readonly onReopen: () => void
}

/** Bar of a file with a plan: opens the plan, or reopens the rows until the plan is applied. */
export function PlannedBar({ upload, onReopen }: PlannedBarProps): ReactNode {
  return (
    <BottomBar
      label={t`The plan`}
      words={
        upload.corrects === null ? (
          <Trans>This file has a plan. Until it is applied, you can change the rows and create another plan.</Trans>
        ) : (
          <Trans>These rows have a plan. Until it is applied, you can change the rows and create another plan.</Trans>
        )
      }
    >
      <PermittedButton permission="uploads:write" variant="default" onClick={onReopen}>
        <Trans>Change the rows</Trans>
      </PermittedButton>
      {upload.planId === null ? null : (
        <AppLink href={paths.plan(upload.planId)}>
          <Trans>Open the plan</Trans>
        </AppLink>
      )}
    </BottomBar>
  )
}
