import { t } from '@lingui/core/macro'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { formatNumber } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { adoptUpload } from '../queries.ts'
import { sendSignedIn } from './send-file.ts'
import { validateFile } from './validate-file.ts'

/** A file being sent, or one that failed. */
export interface Sending {
  readonly key: number
  readonly name: string
  readonly bytes: number
  /** Share of the bytes sent, 0 to 1. */
  readonly share: number
  /** Why the file is invalid. */
  readonly problem: string | null
  /** Why sending failed. */
  readonly error: unknown
}

/** Sends files. Calls `onSettled` for each file that arrived or failed, before the page of its upload opens. */
export type SendFiles = (files: readonly File[], onSettled?: (isSent: boolean) => void) => void

/** The server takes three files at a time from one member. The list names the others. */
const mostAtOnce = 3

function tooManyWords(): string {
  return t`Muster sends at most ${{ limit: formatNumber(mostAtOnce) }} files at once. Send this one afterwards.`
}

/** Aborts the files being sent: one of them, or all with the page. */
function useAborts() {
  const controllers = useRef(new Map<number, AbortController>())
  useEffect(() => {
    const running = controllers.current
    return () => {
      for (const controller of running.values()) controller.abort()
    }
  }, [])
  return {
    start: (key: number): AbortSignal => {
      const controller = new AbortController()
      controllers.current.set(key, controller)
      return controller.signal
    },
    end: (key: number): void => {
      controllers.current.delete(key)
    },
    abort: (key: number): void => {
      controllers.current.get(key)?.abort()
      controllers.current.delete(key)
    },
    isRunning: (): boolean => controllers.current.size > 0,
  }
}

/** The files being sent and those that failed, and how one of them is sent. */
function useSendings() {
  const client = useQueryClient()
  const [sending, setSending] = useState<readonly Sending[]>([])
  const aborts = useAborts()
  const change = (key: number, changes: Partial<Sending>): void =>
    setSending((all) => all.map((one) => (one.key === key ? { ...one, ...changes } : one)))
  const dismiss = (key: number): void => {
    aborts.abort(key)
    setSending((all) => all.filter((one) => one.key !== key))
  }
  const sendOne = async (key: number, file: File): Promise<UploadEntry | null> => {
    const signal = aborts.start(key)
    try {
      const upload = await sendSignedIn(file, { signal, onProgress: (share) => change(key, { share }) })
      adoptUpload(client, upload)
      aborts.end(key)
      dismiss(key)
      return upload
    } catch (error) {
      aborts.end(key)
      if (!signal.aborted) change(key, { error })
      return null
    }
  }
  return { sending, setSending, dismiss, sendOne, isSending: aborts.isRunning }
}

/** Sends files. Opens the upload if it is the only one. */
export function useSendFiles() {
  const go = useGo()
  const { setSending, sendOne, ...shown } = useSendings()
  const lastKey = useRef(0)
  const send: SendFiles = (files, onSettled) => {
    const added = files.map((file, at) => {
      lastKey.current += 1
      const problem = at < mostAtOnce ? validateFile(file) : tooManyWords()
      return { file, key: lastKey.current, name: file.name, bytes: file.size, share: 0, problem, error: null }
    })
    setSending((all) => [...all.filter((one) => one.problem === null && one.error === null), ...added])
    const valid = added.filter((one) => one.problem === null)
    if (valid.length === 0) onSettled?.(false)
    for (const { key, file } of valid) {
      void sendOne(key, file).then((upload) => {
        onSettled?.(upload !== null)
        if (upload !== null && valid.length === 1) go(paths.upload(upload.id))
      })
    }
  }
  return { ...shown, send }
}
