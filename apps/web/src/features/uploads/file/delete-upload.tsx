import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { isolateText } from '@muster/core/text/visible-controls'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { PermittedButton, PermittedIcon } from '../../../query/permitted-button.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { deleteUploadMutation } from '../queries.ts'
import classes from './delete-upload.module.css'

interface DeleteUploadProps {
  readonly upload: UploadEntry
  /** As an icon, for a row of the list. */
  readonly compact?: boolean
  readonly onDeleted?: () => void
}

/** Deletes a file and its rows after a confirmation. Plans and jobs made from it stay. */
export function DeleteUpload({ upload, compact = false, onDeleted }: DeleteUploadProps): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const isFile = upload.corrects === null
  const fileName = isolateText(upload.fileName)
  const label = isFile ? t`Delete ${fileName}` : t`Discard the failed rows of ${fileName}`
  return (
    <>
      {compact ? (
        <PermittedIcon
          permission="uploads:write"
          variant="subtle"
          color="gray"
          aria-label={label}
          title={label}
          onClick={() => setOpen(true)}
        >
          <Trash2 size={16} />
        </PermittedIcon>
      ) : (
        <PermittedButton
          permission="uploads:write"
          variant="default"
          leftSection={<Trash2 size={16} aria-hidden="true" />}
          onClick={() => setOpen(true)}
        >
          {isFile ? <Trans>Delete the file…</Trans> : <Trans>Discard these rows…</Trans>}
        </PermittedButton>
      )}
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={isFile ? t`Delete the file?` : t`Discard these rows?`}
        centered
        size="md"
      >
        <Confirmation upload={upload} onClose={() => setOpen(false)} onDeleted={onDeleted} />
      </Modal>
    </>
  )
}

interface ConfirmationProps {
  readonly upload: UploadEntry
  readonly onClose: () => void
  readonly onDeleted: (() => void) | undefined
}

function Confirmation({ upload, onClose, onDeleted }: ConfirmationProps): ReactNode {
  const remove = useMutation(deleteUploadMutation(useQueryClient()))
  const isFile = upload.corrects === null
  const onSuccess = (): void => {
    onClose()
    onDeleted?.()
  }
  return (
    <div className={classes.body}>
      <p>
        {isFile ? (
          <FileLoss fileName={upload.fileName} rows={upload.counts.rows} />
        ) : (
          <RowsLoss rows={upload.counts.rows} />
        )}{' '}
        <Trans>This changes no user.</Trans> {upload.planId === null ? null : <Trans>The plan stays.</Trans>}
      </p>
      <ErrorNote error={remove.error} />
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {isFile ? <Trans>Keep the file</Trans> : <Trans>Keep the rows</Trans>}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(upload.id, { onSuccess })}>
          {isFile ? <Trans>Delete the file</Trans> : <Trans>Discard these rows</Trans>}
        </Button>
      </div>
    </div>
  )
}

function FileLoss({ fileName, rows }: { readonly fileName: string; readonly rows: number }): ReactNode {
  return (
    <Plural
      value={rows}
      one={
        <Trans>
          Muster deletes <bdi>{fileName}</bdi> and its # row, with every fix made here.
        </Trans>
      }
      other={
        <Trans>
          Muster deletes <bdi>{fileName}</bdi> and its # rows, with every fix made here.
        </Trans>
      }
    />
  )
}

function RowsLoss({ rows }: { readonly rows: number }): ReactNode {
  return (
    <Plural
      value={rows}
      one="Muster discards # row opened from the report, with every fix made here. It stays in the report."
      other="Muster discards # rows opened from the report, with every fix made here. They stay in the report."
    />
  )
}
