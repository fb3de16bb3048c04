/**
 * Wall time that does not step: what the clock showed when the process started, and what has passed since. The embedded
 * store goes by it, so that setting the machine's clock neither delays what is due nor makes it due early.
 */
const startedAt = Date.now() - performance.now()

export const steadyNow = (): number => startedAt + performance.now()
