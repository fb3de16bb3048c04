import type { UploadDeps } from '../upload-deps.ts'

const everyMs = 400

/** Tells the tabs that an upload moved, but not more often than people can see. */
export function throttled({ clock, events }: Pick<UploadDeps, 'clock' | 'events'>, uploadId: string): () => void {
  let saidAt = clock.monotonic()
  return () => {
    if (clock.monotonic() - saidAt < everyMs) return
    saidAt = clock.monotonic()
    events.publish({ kind: 'upload', uploadId })
  }
}
