import { t } from '@lingui/core/macro'
import type { ReactNode } from 'react'
import { useMay } from '../../../lib/session.ts'
import { ListPage } from '../../../query/list-page.tsx'
import { uploadListQuery } from '../queries.ts'
import { useUploadEvents } from '../use-upload-events.ts'
import { DropZone } from './drop-zone.tsx'
import { FileExamples } from './file-examples.tsx'
import { SendingList } from './sending-list.tsx'
import { Templates } from './templates.tsx'
import { UploadListRow } from './upload-list-row.tsx'
import { usePageDrop } from './use-page-drop.ts'
import { useSendFiles } from './use-send-files.ts'

const unfiltered = {}

/** Sends files and lists them. */
export function UploadsPage(): ReactNode {
  useUploadEvents()
  const may = useMay('uploads:write')
  const { sending, send, dismiss } = useSendFiles()
  const isOver = usePageDrop({ enabled: may, onFiles: send })
  return (
    <ListPage
      title={t`Uploads`}
      state={t`Change many users with one file. Muster checks every row and shows you a plan before anything is sent.`}
      filter={unfiltered}
      queryOf={() => uploadListQuery}
      loading={t`Loading uploads`}
      loadingRows={4}
      columns={[t`File`, t`Rows`, t`State`, t`Sent by`, t`Actions`]}
      renderRow={(upload) => <UploadListRow key={upload.id} upload={upload} may={may} />}
      empty={<FileExamples />}
    >
      <DropZone isOver={isOver} may={may} onFiles={send} />
      <SendingList sending={sending} onDismiss={dismiss} />
      <Templates />
    </ListPage>
  )
}
