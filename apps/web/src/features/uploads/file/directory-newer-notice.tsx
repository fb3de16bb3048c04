import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { directoryQuery } from '../../../lib/directory.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { Notice } from '../../../ui/page/notice.tsx'
import { correctUploadMutation } from '../queries.ts'
import { sinceChecked } from '../upload-text.ts'

/** Shows that the directory changed since the rows were checked, and checks them again on demand. */
export function DirectoryNewerNotice({ upload }: { upload: UploadEntry }): ReactNode {
  const { data: directory } = useQuery(directoryQuery)
  const check = useMutation(correctUploadMutation(upload.id, useQueryClient()))
  const words = directory === undefined ? null : sinceChecked(upload, directory)
  if (words === null) return null
  return (
    <Notice
      kind="info"
      actions={
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate({ checkAgain: true })}>
          <Trans>Check the rows again</Trans>
        </Button>
      }
    >
      {words}
      <ErrorNote error={check.error} />
    </Notice>
  )
}
