import { ActionIcon, Button, Modal } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { isolateText } from '@muster/core/text/visible-controls'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { formatPlural } from '../../../lib/format.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { deleteUploadMutation } from '../queries.ts'
import classes from './delete-upload.module.css'

interface DeleteUploadProps {
  readonly upload: UploadEntry
  /** As an icon, for a row of the list. */
  readonly compact?: boolean
  readonly onDeleted?: () => void
}

/** Forgets a file and its rows, after asking. Plans and jobs made of it stay. */
export function DeleteUpload({ upload, compact = false, onDeleted }: DeleteUploadProps): ReactNode {
  const [asking, setAsking] = useState(false)
  const remove = useMutation(deleteUploadMutation(useQueryClient()))
  const what = upload.corrects === null ? 'Delete the file' : 'Discard these rows'
  const label = isolateText(`${upload.corrects === null ? 'Delete' : 'Discard the failed rows of'} ${upload.fileName}`)
  return (
    <>
      {compact ? (
        <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} onClick={() => setAsking(true)}>
          <Trash2 size={16} />
        </ActionIcon>
      ) : (
        <Button variant="default" leftSection={<Trash2 size={16} aria-hidden="true" />} onClick={() => setAsking(true)}>
          {what}
        </Button>
      )}
      <Modal opened={asking} onClose={() => setAsking(false)} title={`${what}?`} centered size="md">
        <div className={classes.body}>
          <p>
            {upload.corrects === null ? (
              <>
                <bdi>{upload.fileName}</bdi> and its {formatPlural(upload.counts.rows, 'row')} are forgotten
              </>
            ) : (
              `${formatPlural(upload.counts.rows, 'row')} opened from the report are forgotten here and stay in the report`
            )}
            , with every fix made here. Nobody is changed by this
            {upload.planId === null ? '.' : '; the plan made of it stays.'}
          </p>
          <ErrorNote error={remove.error} />
          <div className={classes.buttons}>
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button
              color="red"
              loading={remove.isPending}
              onClick={() =>
                remove.mutate(upload.id, {
                  onSuccess: () => {
                    setAsking(false)
                    onDeleted?.()
                  },
                })
              }
            >
              {what}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  )
}
