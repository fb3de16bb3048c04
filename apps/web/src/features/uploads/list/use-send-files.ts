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

/** The server takes three files at a time from one member. The list names the others. */
const mostAtOnce = 3

/** Sends files. Opens the upload if it is the only one. */
export function useSendFiles() {
  const client = useQueryClient()
  const go = useGo()
  const [sending, setSending] = useState<readonly Sending[]>([])
  const stops = useRef(new Map<number, AbortController>())
  const lastKey = useRef(0)
  useEffect(() => {
    const running = stops.current
    return () => {
      for (const stop of running.values()) stop.abort()
    }
  }, [])

  const change = (key: number, changes: Partial<Sending>): void =>
    setSending((all) => all.map((one) => (one.key === key ? { ...one, ...changes } : one)))
  const dismiss = (key: number): void => {
    stops.current.get(key)?.abort()
    stops.current.delete(key)
    setSending((all) => all.filter((one) => one.key !== key))
  }
  const sendOne = async (key: number, file: File): Promise<UploadEntry | null> => {
    const stop = new AbortController()
    stops.current.set(key, stop)
    try {
      const onProgress = (share: number): void => change(key, { share })
      const upload = await sendSignedIn(file, { signal: stop.signal, onProgress })
      adoptUpload(client, upload)
      dismiss(key)
      return upload
    } catch (error) {
      if (!stop.signal.aborted) change(key, { error })
      return null
    }
  }

  const send = (files: readonly File[]): void => {
    const accepted = files.slice(0, mostAtOnce).map((file) => {
      lastKey.current += 1
      return { key: lastKey.current, file, problem: validateFile(file) }
    })
    const fresh = accepted.map(({ key, file, problem }) => ({
      key,
      name: file.name,
      bytes: file.size,
      share: 0,
      problem,
      error: null,
    }))
    const rejected = files.slice(mostAtOnce).map((file) => {
      lastKey.current += 1
      const problem = t`Muster sends at most ${{ limit: formatNumber(mostAtOnce) }} files at once. Send this one afterwards.`
      return { key: lastKey.current, name: file.name, bytes: file.size, share: 0, problem, error: null }
    })
    setSending((all) => [...all.filter((one) => one.problem === null && one.error === null), ...fresh, ...rejected])
    const valid = accepted.filter((one) => one.problem === null)
    for (const { key, file } of valid) {
      void sendOne(key, file).then((upload) => {
        if (upload !== null && valid.length === 1) go(paths.upload(upload.id))
      })
    }
  }
  return { sending, send, dismiss }
}
