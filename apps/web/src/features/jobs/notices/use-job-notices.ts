import type { JobEntry } from '@muster/contracts/jobs'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { useSession } from '../../../lib/session.ts'
import { isOver, stateWords } from '../job-text.ts'
import { countsWords } from '../progress/counts-text.ts'
import { jobQuery } from '../queries.ts'
import { showOnDesktop } from './desktop-notices.ts'
import { jobChanges } from './job-changes.ts'

/** How many wait behind the one on screen. */
const most = 20

export interface JobNoticeState {
  /** The newest one; a dismissal shows the one before it. */
  readonly notice: JobEntry | undefined
  readonly dismiss: (jobId: string) => void
}

/** The jobs of this member that ended or paused while this page was open, until dismissed or opened. */
export function useJobNotices(running: readonly JobEntry[] | undefined): JobNoticeState {
  const client = useQueryClient()
  const go = useGo()
  const own = useSession().member?.email
  const { pathname } = useLocation()
  const [notices, setNotices] = useState<readonly JobEntry[]>([])
  const before = useRef<readonly JobEntry[]>(running ?? [])
  const notify = useRef((_job: JobEntry): void => undefined)
  useEffect(() => {
    notify.current = (job) => {
      if (job.createdBy !== own) return
      const path = paths.job(job.id)
      // No name on the desktop: it keeps notices, and shows them on a locked screen.
      showOnDesktop({
        tag: `${job.id} ${job.state}`,
        title: `Muster · ${stateWords(job).label}`,
        body: countsWords(job.counts),
        onClick: () => go(path),
      })
      if (pathname !== path) setNotices((shown) => [job, ...without(shown, job.id)].slice(0, most))
    }
  })
  useEffect(() => {
    if (running === undefined) return
    const { gone, paused } = jobChanges(before.current, running)
    before.current = running
    for (const job of paused) notify.current(job)
    for (const id of gone)
      void client
        .fetchQuery({ ...jobQuery(id), staleTime: 5_000 })
        .then((job) => (isOver(job.state) ? notify.current(job) : undefined))
        // A job that is gone or may no longer be read is no news.
        .catch(() => undefined)
  }, [running, client])
  const resumed = running?.filter(({ state }) => state !== 'paused').map(({ id }) => id) ?? []
  return {
    notice: notices.find(({ id }) => pathname !== paths.job(id) && !resumed.includes(id)),
    dismiss: (jobId) => setNotices((shown) => without(shown, jobId)),
  }
}

const without = (jobs: readonly JobEntry[], jobId: string) => jobs.filter(({ id }) => id !== jobId)
