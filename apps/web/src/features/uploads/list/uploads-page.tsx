import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useMay } from '../../../lib/session.ts'
import { ListPage } from '../../../ui/page/list-page.tsx'
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
  return (
    <ListPage
      title="Uploads"
      state="Many people changed by a file: it is read and checked here, and becomes a plan you review like any other."
      query={uploads}
      loading="Loading uploads"
      loadingRows={4}
      columns={['File', 'Rows', 'State', 'Sent by', 'Actions']}
      row={(upload) => <UploadListRow key={upload.id} upload={upload} may={may} />}
      empty={<FileExamples />}
    >
      <DropZone isOver={isOver} may={may} onFiles={send} />
      <SendingList sending={sending} onForget={forget} />
      <Templates />
    </ListPage>
  )
}
