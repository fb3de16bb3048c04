/** Why a run ends before its work does. */
export type Closing = 'pausing' | 'cancelling' | 'failing' | 'stopping' | 'lost'

/** Lets calls leave while the job may send. On closing, it aborts calls that have not left yet. */
export interface RunGate {
  readonly closedBy: Closing | null
  close(by: Closing): void
  /** Aborts when sending must stop. */
  readonly sending: AbortSignal
  /** Aborts when the worker must stop altogether: the process stops or another worker has the job. */
  readonly working: AbortSignal
  /** A signal that follows `sending` until the call has left: a call on its way is always awaited. */
  call(): { readonly signal: AbortSignal; left(): void }
}

export function createRunGate(stop: AbortSignal): RunGate {
  const sending = new AbortController()
  const working = new AbortController()
  let closedBy: Closing | null = null
  const close = (by: Closing): void => {
    const final = by === 'stopping' || by === 'lost'
    if (closedBy === null || final) closedBy = by
    sending.abort()
    if (final) working.abort()
  }
  if (stop.aborted) close('stopping')
  else stop.addEventListener('abort', () => close('stopping'), { once: true })
  return {
    get closedBy() {
      return closedBy
    },
    close,
    sending: sending.signal,
    working: working.signal,
    call: () => {
      const controller = new AbortController()
      const follow = () => controller.abort()
      if (sending.signal.aborted) follow()
      else sending.signal.addEventListener('abort', follow, { once: true })
      return { signal: controller.signal, left: () => sending.signal.removeEventListener('abort', follow) }
    },
  }
}
