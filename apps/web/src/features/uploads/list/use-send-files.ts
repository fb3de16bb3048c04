import type { UploadEntry } from '@muster/contracts/uploads'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { adoptUpload } from '../queries.ts'
import { sendSignedIn } from './send-file.ts'
import { validateFile } from './validate-file.ts'

/** A file on its way, or one that could not go. */
export interface Sending {
  readonly key: number
  readonly name: string
  readonly bytes: number
  /** Share of the bytes that left. */
  readonly share: number
  /** Why it was not taken: a sentence of ours, or what was thrown. */
  readonly problem: string | null
  readonly error: unknown
}

/** The server takes three at a time from one person; the rest is said, not dropped. */
const mostAtOnce = 3

/** Sends files; a single one is opened as soon as it arrived. */
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

  const change = (key: number, what: Partial<Sending>): void =>
    setSending((all) => all.map((one) => (one.key === key ? { ...one, ...what } : one)))
  const forget = (key: number): void => {
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
      forget(key)
      return upload
    } catch (error) {
      if (!stop.signal.aborted) change(key, { error })
      return null
    }
  }

  const send = (files: readonly File[]): void => {
    const taken = files.slice(0, mostAtOnce).map((file) => {
      lastKey.current += 1
      return { key: lastKey.current, file, problem: validateFile(file) }
    })
    const fresh = taken.map(({ key, file, problem }) => ({
      key,
      name: file.name,
      bytes: file.size,
      share: 0,
      problem,
      error: null,
    }))
    const left = files.slice(mostAtOnce).map((file) => {
      lastKey.current += 1
      const problem = `At most ${mostAtOnce} files go at once. Send this one when they are through.`
      return { key: lastKey.current, name: file.name, bytes: file.size, share: 0, problem, error: null }
    })
    setSending((all) => [...all.filter((one) => one.problem === null && one.error === null), ...fresh, ...left])
    const good = taken.filter((one) => one.problem === null)
    for (const { key, file } of good) {
      void sendOne(key, file).then((upload) => {
        if (upload !== null && good.length === 1) go(paths.upload(upload.id))
      })
    }
  }
  return { sending, send, forget }
}
