import { availableParallelism } from 'node:os'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'

/** At most two at once, so one core stays free for other work. */
const maxRunning = Math.max(1, Math.min(2, availableParallelism() - 1))
const maxWaiting = 50

const lanes: { running: number; readonly waiting: (() => void)[] } = { running: 0, waiting: [] }

async function enter(known: boolean): Promise<void> {
  if (lanes.running < maxRunning) {
    lanes.running += 1
    return
  }
  if (lanes.waiting.length >= maxWaiting && !known)
    throw new ProblemError('too_many_requests', message('problem.too_many_sign_ins'), {
      retryAfterSeconds: 5,
    })
  await new Promise<void>((resolve) => {
    if (known) lanes.waiting.unshift(resolve)
    else lanes.waiting.push(resolve)
  })
}

function leave(): void {
  const next = lanes.waiting.shift()
  if (next === undefined) lanes.running -= 1
  else next()
}

/**
 * Runs a sign-in with its hash and its writes in one of the few lanes, to keep Muster usable during a flood of sign-ins.
 * A known device goes first and is never refused.
 */
export async function limitHashing<T>(work: () => Promise<T>, { known }: { known: boolean }): Promise<T> {
  await enter(known)
  try {
    return await work()
  } finally {
    leave()
  }
}
