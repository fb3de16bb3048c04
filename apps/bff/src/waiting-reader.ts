import { AsyncLocalStorage } from 'node:async_hooks'

const current = new AsyncLocalStorage<boolean>()

/** Runs the reads of a page that a member waits for. Where statements wait for each other, these go before background work. */
export const forWaitingReader = <T>(work: () => T): T => current.run(true, work)

/** Whether the current work is a read that a member waits for. */
export const isReaderWaiting = (): boolean => current.getStore() ?? false
