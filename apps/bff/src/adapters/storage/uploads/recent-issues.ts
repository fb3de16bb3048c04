import type { UploadTally } from '../../../features/uploads/ports.ts'

/** The groups of issues of an upload's rows as of a version. */
export interface KeptIssues {
  readonly version: number
  readonly groups: UploadTally['groups']
}

/** Uploads in memory: some 200 KB each. */
const mostUploads = 16

/**
 * The groups of issues of the uploads in use: an upload is read several times for each edit, and its groups are a hundred
 * times as large as the rest of it.
 */
export function createRecentIssues() {
  const held = new Map<string, KeptIssues>()
  return {
    all: (): ReadonlyMap<string, KeptIssues> => new Map(held),
    set(id: string, issues: KeptIssues): void {
      held.delete(id)
      held.set(id, issues)
      const [oldest] = held.keys()
      if (held.size > mostUploads && oldest !== undefined) held.delete(oldest)
    },
    drop: (id: string): void => void held.delete(id),
  }
}

export type RecentIssues = ReturnType<typeof createRecentIssues>
