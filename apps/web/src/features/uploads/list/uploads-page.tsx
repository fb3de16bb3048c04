import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMay } from '../../../lib/session.ts'
import { ErrorState } from '../../../ui/page/error-state.tsx'
import { LoadMore } from '../../../ui/page/load-more.tsx'
import { LoadingRows } from '../../../ui/page/loading-rows.tsx'
import { Page } from '../../../ui/page/page.tsx'
import { RowTable } from '../../../ui/page/row-table.tsx'
import { uploadListQuery } from '../queries.ts'
import { useUploadEvents } from '../use-upload-events.ts'
import { DropZone } from './drop-zone.tsx'
import { FileExamples } from './file-examples.tsx'
import { SendingList } from './sending-list.tsx'
import { Templates } from './templates.tsx'
import { UploadListRow } from './upload-list-row.tsx'
import { usePageDrop } from './use-page-drop.ts'
import { useSendFiles } from './use-send-files.ts'

/** Files come in here and wait to become plans. */
export function UploadsPage(): ReactNode {
  useUploadEvents()
  const may = useMay('uploads:write')
  const { sending, send, forget } = useSendFiles()
  const isOver = usePageDrop({ enabled: may, onFiles: send })
  const uploads = useInfiniteQuery(uploadListQuery)
  const rows = uploads.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page
      title="Uploads"
      state="Many people changed by a file: it is read and checked here, and becomes a plan you review like any other."
    >
      <DropZone isOver={isOver} may={may} onFiles={send} />
      <SendingList sending={sending} onForget={forget} />
      <Templates />
      {uploads.isPending ? <LoadingRows label="Loading uploads" rows={4} /> : null}
      {uploads.isError ? <ErrorState error={uploads.error} onRetry={() => void uploads.refetch()} /> : null}
      {uploads.isSuccess && rows.length === 0 ? <FileExamples /> : null}
      {rows.length > 0 ? (
        <RowTable label="Uploads" columns={['File', 'Rows', 'State', 'Sent by', 'Actions']}>
          {rows.map((upload) => (
            <UploadListRow key={upload.id} upload={upload} may={may} />
          ))}
        </RowTable>
      ) : null}
      <LoadMore
        shown={rows.length}
        hasMore={uploads.hasNextPage}
        busy={uploads.isFetchingNextPage}
        onMore={() => void uploads.fetchNextPage()}
      />
    </Page>
  )
}
