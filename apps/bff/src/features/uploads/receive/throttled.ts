import type { UploadDeps } from '../upload-deps.ts'

const everyMs = 400

/** Notifies the tabs that an upload was updated, at a rate that members can follow. */
export function throttled({ clock, events }: Pick<UploadDeps, 'clock' | 'events'>, uploadId: string): () => void {
  let saidAt = clock.monotonic()
  return () => {
    if (clock.monotonic() - saidAt < everyMs) return
    saidAt = clock.monotonic()
    events.publish({ kind: 'upload', uploadId })
  }
}
