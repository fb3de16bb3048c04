import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { AppLink, useGo } from '../../lib/app-link.tsx'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/session.ts'
import type { Target } from '../../lib/target.ts'
import { LimitNote } from '../../query/limit-note.tsx'
import { LacksNote } from '../../query/refusal.tsx'
import { type Step, StepBar } from '../../query/step-bar.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { Page } from '../../ui/page/page.tsx'
import { ColumnsPanel } from './columns/columns-panel.tsx'
import { useColumnChoices } from './columns/use-column-choices.ts'
import { DeleteUpload } from './file/delete-upload.tsx'
import { DirectoryNewerNotice } from './file/directory-newer-notice.tsx'
import { FilePanel } from './file/file-panel.tsx'
import { RefusedUpload } from './file/refused-upload.tsx'
import { ReportRowsPanel } from './file/report-rows-panel.tsx'
import { UploadProgress } from './file/upload-progress.tsx'
import { PlanBar } from './plan/plan-bar.tsx'
import { stepStates } from './plan/plan-readiness.ts'
import { PlannedBar } from './plan/planned-bar.tsx'
import { uploadQuery } from './queries.ts'
import { RowsWorkbench } from './rows/rows-workbench.tsx'
import { useUndoHistory } from './rows/undo-history.ts'
import { UploadState } from './upload-state.tsx'
import { formatBytes, isProcessing } from './upload-text.ts'
import { useUploadEvents } from './use-upload-events.ts'

interface UploadPageProps {
  /** Opens the form that edits the access of all users of a file. */
  readonly onEditAll: (target: Target) => void
}

/** An upload: its detected format, its column mapping, its rows and their issues. */
export function UploadPage({ onEditAll }: UploadPageProps): ReactNode {
  const { uploadId } = useParams({ from: '/app/uploads/$uploadId' })
  useUploadEvents()
  const { data: upload } = useSuspenseQuery(uploadQuery(uploadId))
  return <UploadView key={uploadId} upload={upload} onEditAll={onEditAll} />
}

function UploadView({ upload, onEditAll }: UploadPageProps & { readonly upload: UploadEntry }): ReactNode {
  const go = useGo()
  const may = useMay('uploads:write')
  const [isReopened, setReopened] = useState(false)
  const canChange = may && (upload.state === 'checked' || (upload.state === 'planned' && isReopened))
  const choices = useColumnChoices(upload)
  const history = useUndoHistory(JSON.stringify([upload.id, upload.detected]))
  const { fileName } = upload
  const isKnown = upload.columns.length > 0 && upload.state !== 'refused'
  return (
    <Page
      title={upload.corrects === null ? fileName : t`Failed rows of ${fileName}`}
      documentTitle={t`Upload: ${fileName}`}
      above={<UploadsLink />}
      state={<StateLine upload={upload} />}
      actions={
        isProcessing(upload) ? undefined : <DeleteUpload upload={upload} onDeleted={() => go(paths.uploads())} />
      }
    >
      <UploadSteps upload={upload} />
      {upload.state === 'refused' ? <RefusedUpload upload={upload} may={may} /> : null}
      {isProcessing(upload) ? <UploadProgress upload={upload} /> : null}
      {may || isProcessing(upload) ? null : (
        <Notice kind="info">
          <LacksNote permission="uploads:write" />
        </Notice>
      )}
      {isKnown ? (
        <KnownUpload
          {...{ upload, canChange, isReopened, choices, history, onEditAll }}
          onReopen={() => setReopened(true)}
        />
      ) : null}
    </Page>
  )
}

function StateLine({ upload }: { upload: UploadEntry }): ReactNode {
  return (
    <>
      <UploadState state={upload.state} /> · <Origin upload={upload} />
      {upload.state === 'planned' ? null : (
        <>
          {' · '}
          <Trans>No user is changed yet</Trans>
        </>
      )}
    </>
  )
}

interface KnownUploadProps extends UploadPageProps {
  readonly upload: UploadEntry
  readonly canChange: boolean
  /** The rows of a planned file are changed again. */
  readonly isReopened: boolean
  readonly choices: ReturnType<typeof useColumnChoices>
  readonly history: ReturnType<typeof useUndoHistory>
  readonly onReopen: () => void
}

/** An upload whose columns are known. */
function KnownUpload(props: KnownUploadProps): ReactNode {
  const { upload, canChange, isReopened, choices, history, onReopen, onEditAll } = props
  return (
    <>
      <LimitNote />
      {upload.corrects === null ? (
        <FilePanel upload={upload} canChange={canChange} />
      ) : (
        <ReportRowsPanel corrects={upload.corrects} />
      )}
      <ColumnsPanel columns={upload.columns} choices={choices} canChange={canChange} />
      {canChange ? <DirectoryNewerNotice upload={upload} /> : null}
      {isProcessing(upload) && upload.counts.rows === 0 ? null : (
        <RowsWorkbench upload={upload} canChange={canChange} choices={choices} history={history} />
      )}
      {upload.state === 'planned' && !isReopened ? (
        <PlannedBar upload={upload} onReopen={onReopen} />
      ) : (
        <PlanBar upload={upload} canChange={canChange} history={history} onEditAll={onEditAll} />
      )}
    </>
  )
}

/** The steps of a file; each leads to its part of the page, the last one to the plan. */
function UploadSteps({ upload }: { upload: UploadEntry }): ReactNode {
  const states = stepStates(upload)
  const goTo = (key: 'file' | 'columns' | 'rows') => (): void => {
    const part = document.querySelector<HTMLElement>(`[data-step="${key}"]`)
    part?.scrollIntoView({ block: 'start' })
    part?.focus({ preventScroll: true })
  }
  const step = (key: 'file' | 'columns' | 'rows', label: string): Step => ({
    key,
    label,
    state: states[key],
    to: states[key] === 'next' ? null : goTo(key),
  })
  return (
    <StepBar
      steps={[
        step('file', t`File`),
        step('columns', t`Columns`),
        step('rows', t`Rows`),
        {
          key: 'plan',
          label: t`Plan`,
          state: states.plan,
          to: upload.planId === null || states.plan !== 'done' ? null : paths.plan(upload.planId),
        },
      ]}
    />
  )
}

function UploadsLink(): ReactNode {
  return (
    <AppLink href={paths.uploads()}>
      <Trans>Uploads</Trans>
    </AppLink>
  )
}

/** Who sent the file, or opened the failed rows of a report, and when. */
function Origin({ upload: { corrects, bytes, createdBy, createdAt } }: { upload: UploadEntry }): ReactNode {
  const size = formatBytes(bytes)
  return corrects === null ? (
    <Trans>
      {size} · sent by <bdi>{createdBy}</bdi> <Time iso={createdAt} />
    </Trans>
  ) : (
    <Trans>
      Opened by <bdi>{createdBy}</bdi> <Time iso={createdAt} />
    </Trans>
  )
}
