import type { UploadDeps } from './upload-deps.ts'

/** The work of deleting old files. */
export const sweepUploadsWork = 'upload.sweep'

const day = 24 * 60 * 60 * 1000

/** A file request longer than this was interrupted (a request has five minutes). */
const brokenOffMs = 60 * 60 * 1000

/**
 * Deletes files older than `keptDays` that no work needs, and the remains of interrupted ones. Returns the number of files. Reports of their
 * jobs remain: after this they show the request and its outcome in our own columns instead of the file's.
 */
export async function sweepUploads(
  { upkeep, clock }: Pick<UploadDeps, 'upkeep' | 'clock'>,
  keptDays: number,
): Promise<number> {
  const now = clock.now()
  return upkeep.sweep({ made: now - keptDays * day, brokenOff: now - brokenOffMs, days: keptDays, at: now })
}
