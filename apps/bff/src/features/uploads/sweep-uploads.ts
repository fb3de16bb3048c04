import type { UploadDeps } from './upload-deps.ts'

/** The work of forgetting old files. */
export const sweepUploadsWork = 'upload.sweep'

const day = 24 * 60 * 60 * 1000

/**
 * How long a file, its rows and its cells are kept. Reports of its jobs stay: after this they show what was asked and
 * how it ended in columns of our own instead of the file's.
 */
export const uploadLifeMs = 30 * day

/** A request that takes longer than this to send a file was broken off (a request has five minutes). */
const brokenOffMs = 60 * 60 * 1000

/** Forgets files that grew old, and what broken-off ones left. Answers how many files. */
export async function sweepUploads({ upkeep, clock }: Pick<UploadDeps, 'upkeep' | 'clock'>): Promise<number> {
  const now = clock.now()
  return upkeep.sweep({ made: now - uploadLifeMs, brokenOff: now - brokenOffMs })
}
