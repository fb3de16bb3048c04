import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { downloadTemplateCsv, downloadTemplateXlsx } from '@muster/contracts/uploads/templates'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/session.ts'
import { useDiscardGuard } from '../../../query/discard-guard.tsx'
import { ListPage } from '../../../query/list-page.tsx'
import { uploadListQuery } from '../queries.ts'
import { useUploadEvents } from '../use-upload-events.ts'
import { DropZone } from './drop-zone.tsx'
import { FileExamples } from './file-examples.tsx'
import { looksLikeRows, readPaste } from './read-paste.ts'
import { SendingList } from './sending-list.tsx'
import classes from './templates.module.css'
import { UploadListRow } from './upload-list-row.tsx'
import { useSendFiles } from './use-send-files.ts'

interface PageDrop {
  readonly enabled: boolean
  readonly onFiles: (files: readonly File[]) => void
}

// untranslated: a type of DataTransfer
const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
const isTyping = (target: EventTarget | null): boolean =>
  // untranslated: a selector
  target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null

/** Takes files dropped anywhere on the page, and rows or files pasted into it. Returns whether a file is dragged over it. */
function usePageDrop({ enabled, onFiles }: PageDrop): boolean {
  const [isOver, setOver] = useState(false)
  const latest = useRef(onFiles)
  useEffect(() => {
    latest.current = onFiles
  })
  useEffect(() => {
    if (!enabled) return undefined
    const stop = new AbortController()
    const listen = <K extends 'dragenter' | 'dragover' | 'dragleave' | 'drop' | 'paste'>(
      kind: K,
      listener: (event: DocumentEventMap[K]) => void,
    ): void => document.addEventListener(kind, listener, { signal: stop.signal })
    // Entering a child fires before leaving its parent, so only a count detects that the pointer leaves the page.
    let depth = 0
    const setDepth = (next: number): void => {
      depth = Math.max(0, next)
      setOver(depth > 0)
    }
    listen('dragenter', (event) => (hasFiles(event) ? setDepth(depth + 1) : undefined))
    listen('dragleave', (event) => (hasFiles(event) ? setDepth(depth - 1) : undefined))
    listen('dragover', (event) => (hasFiles(event) ? event.preventDefault() : undefined))
    listen('drop', (event) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDepth(0)
      latest.current([...(event.dataTransfer?.files ?? [])])
    })
    listen('paste', (event) => {
      if (isTyping(event.target) || event.clipboardData === null) return
      const pasted = readPaste(event.clipboardData)
      if (pasted.kind === 'nothing') return
      if (pasted.kind === 'cells' && !looksLikeRows(event.clipboardData.getData('text/plain'))) return
      event.preventDefault()
      latest.current([pasted.file])
    })
    return () => stop.abort()
  }, [enabled])
  return isOver
}

const unfiltered = {}

/** Sends files and lists them. */
export function UploadsPage(): ReactNode {
  useUploadEvents()
  const may = useMay('uploads:write')
  const { sending, send, dismiss, isSending } = useSendFiles()
  const { question } = useDiscardGuard({
    hasChanges: isSending,
    partOf: 'page',
    words: {
      title: t`Stop sending?`,
      text: t`A file is still being sent. Leaving this page stops it.`,
      discard: t`Stop sending`,
      keep: t`Stay here`,
    },
  })
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
      renderRow={(upload) => <UploadListRow key={upload.id} upload={upload} />}
      empty={<FileExamples />}
    >
      <DropZone isOver={isOver} may={may} onFiles={send} />
      <SendingList sending={sending} onDismiss={dismiss} />
      {question}
      <Templates />
    </ListPage>
  )
}

/** Blank templates. Filled templates come from the users page, because it has the search. */
function Templates(): ReactNode {
  return (
    <p className={classes.templates}>
      <Download size={16} aria-hidden="true" />
      <span>
        <Trans>
          Start from a blank template:{' '}
          <a href={downloadTemplateCsv.path} download>
            CSV
          </a>{' '}
          or{' '}
          <a href={downloadTemplateXlsx.path} download>
            Excel
          </a>
          . For a template with users, <AppLink href={paths.users()}>search the users</AppLink> and download the
          template there.
        </Trans>
      </span>
    </p>
  )
}
