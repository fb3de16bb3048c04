import { Button } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { directoryQuery } from '../../../lib/directory.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { Notice } from '../../../ui/page/notice.tsx'
import { correctUploadMutation } from '../queries.ts'
import { sinceChecked } from '../upload-words.ts'

/** That the directory is another than the one the rows were held against, with the way to hold them against it again. */
export function DirectoryNewerNotice({ upload }: { upload: UploadEntry }): ReactNode {
  const { data: directory } = useQuery(directoryQuery)
  const again = useMutation(correctUploadMutation(upload.id, useQueryClient()))
  const words = directory === undefined ? null : sinceChecked(upload, directory)
  if (words === null) return null
  return (
    <Notice
      kind="info"
      actions={
        <Button
          size="xs"
          variant="default"
          loading={again.isPending}
          onClick={() => again.mutate({ checkAgain: true })}
        >
          Check the rows again
        </Button>
      }
    >
      {words}
      <ErrorNote error={again.error} />
    </Notice>
  )
}
