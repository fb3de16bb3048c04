import type { UploadDeps } from './upload-deps.ts'

/** The work of deleting old files. */
export const sweepUploadsWork = 'upload.sweep'

const day = 24 * 60 * 60 * 1000

/**
 * How long a file, its rows and its cells are stored. Reports of its jobs remain: after this they show the request and
 * its outcome in our own columns instead of the file's.
 */
export const uploadLifeMs = 30 * day

/** A file request longer than this was interrupted (a request has five minutes). */
const brokenOffMs = 60 * 60 * 1000

/** Deletes old files and the remains of interrupted ones. Returns the number of files. */
export async function sweepUploads({ upkeep, clock }: Pick<UploadDeps, 'upkeep' | 'clock'>): Promise<number> {
  const now = clock.now()
  return upkeep.sweep({ made: now - uploadLifeMs, brokenOff: now - brokenOffMs })
}
