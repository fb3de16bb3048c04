import { longestBeginMs, recheckUpload, recheckUploadWork } from '../features/uploads/fix/correct-upload.ts'
import { fixIssueOf, fixIssueWork, type IssueFix } from '../features/uploads/fix/fix-issue.ts'
import { giveUpUpload, type ReadOrder, readUpload } from '../features/uploads/receive/read-upload.ts'
import { sweepUploads, sweepUploadsWork } from '../features/uploads/sweep-uploads.ts'
import { readUploadWork, type UploadDeps } from '../features/uploads/upload-deps.ts'

/** Registers the work on files, and resumes work that a dead process left unfinished, in its original order. */
export async function startUploadWork(deps: UploadDeps, keptDays: number): Promise<void> {
  const { queue } = deps
  const options = {
    concurrency: 2,
    limit: {
      keyOf: ({ uploadId }: { readonly uploadId: string }) => uploadId,
      giveUp: ({ uploadId }: { readonly uploadId: string }) => giveUpUpload(deps, uploadId),
    },
  }
  await queue.work<ReadOrder>(readUploadWork, options, (order, signal) => readUpload(deps, order, signal))
  await queue.work<{ uploadId: string }>(recheckUploadWork, options, ({ uploadId }, signal) =>
    recheckUpload(deps, uploadId, signal),
  )
  await queue.work<{ uploadId: string; fix: IssueFix }>(fixIssueWork, options, (order, signal) =>
    fixIssueOf(deps, order, signal),
  )
  await queue.work(sweepUploadsWork, { concurrency: 1 }, async () => {
    await sweepUploads(deps, keptDays)
  })
  await queue.schedule(sweepUploadsWork, '17 * * * *')
  for (const { id: uploadId, readOptions, rechecking } of await deps.upkeep.unfinished(
    deps.clock.now() - longestBeginMs,
  )) {
    const once = { singletonKey: uploadId }
    if (rechecking) await queue.send(recheckUploadWork, { uploadId }, once)
    else await queue.send(readUploadWork, { uploadId, readOptions }, once)
  }
}
