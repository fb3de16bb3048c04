/**
 * Wall time that does not step: the clock at process start plus the time elapsed since. The embedded store uses it: a
 * change of the machine's clock neither delays due work nor triggers it early.
 */
const startedAt = Date.now() - performance.now()

export const steadyNow = (): number => startedAt + performance.now()
