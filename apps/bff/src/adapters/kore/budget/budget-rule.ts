import type { Lane } from '../../../engine/kore-ports.ts'

/** One rolling limit: at most `calls` in any `spanMs`. */
export interface RateWindow {
  readonly calls: number
  readonly spanMs: number
}

/** Calls a minute reserved for interactive use, whatever a job does. */
const interactivePerMinute = 10

/**
 * Calls reserved at every moment for the lanes above: opening a page makes several at once. At least `calls`, and a
 * sixtieth of a large window for each lane; a job ranks below interactive calls, a sync below both.
 */
const kept: Readonly<Record<Lane, { readonly calls: number; readonly share: number }>> = {
  interactive: { calls: 0, share: 0 },
  job: { calls: 3, share: 1 / 60 },
  background: { calls: 4, share: 2 / 60 },
}

/**
 * Milliseconds until one more call of this lane fits a window; 0 if it fits now.
 *
 * An interactive call fits if the window has room. A job's call fits only if the window then still has room for
 * {@link interactivePerMinute} interactive calls at every moment until today's calls have left it: a job may burst, but
 * never block interactive calls for half an hour. The reserve shrinks while unused, so the whole window is used.
 *
 * @param calls times of past calls in the window's clock, ascending
 */
export function waitFor(
  window: RateWindow,
  lane: Lane,
  at: { readonly now: number; readonly calls: readonly number[] },
): number {
  const since = at.now - window.spanMs
  let first = 0
  while (first < at.calls.length && (at.calls[first] ?? 0) <= since) first += 1
  const live = at.calls.length - first
  if (lane === 'interactive') return live < window.calls ? 0 : untilFree(window, at, live - window.calls + 1 + first)
  // A window too small to share goes to the first caller.
  const small = window.calls < 10
  const perMs = small ? 0 : Math.min(interactivePerMinute / 60_000, window.calls / window.spanMs / 2)
  const room = small ? window.calls : window.calls - keptOf(window, lane)
  let wait = 0
  // Just before the i-th oldest call leaves the window, the younger calls and the interactive share must fit beside the new call.
  for (let i = 0; i <= live; i += 1) {
    const made = i === live ? at.now : (at.calls[first + i] ?? 0)
    const untilItLeaves = made + window.spanMs - at.now
    const tooMany = live + 1 - i + perMs * untilItLeaves - room
    // The interactive share shrinks over time, or the call leaves the window, whichever comes first.
    if (tooMany > 0) wait = Math.max(wait, Math.min(untilItLeaves, Math.ceil(tooMany / perMs)))
  }
  return wait
}

/** At most a tenth of a window for a job, so a small window stays usable too. */
function keptOf({ calls }: RateWindow, lane: Lane): number {
  const { calls: least, share } = kept[lane]
  return Math.max(Math.ceil(calls * share), Math.min(least, Math.floor(calls / 10)))
}

function untilFree(window: RateWindow, at: { now: number; calls: readonly number[] }, leaving: number): number {
  const last = at.calls[leaving - 1] ?? at.now
  return Math.max(1, Math.ceil(last + window.spanMs - at.now))
}

/** The longest wait over all windows. */
export function waitForAll(
  windows: readonly RateWindow[],
  lane: Lane,
  at: { now: number; calls: readonly number[] },
): number {
  return windows.reduce((wait, window) => Math.max(wait, waitFor(window, lane, at)), 0)
}
