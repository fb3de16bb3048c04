/** Why the store temporarily cannot work. */
export type StoreFailure = 'full' | 'away'

/** No space left: the store's own code, PostgreSQL's disk_full, the operating system's. */
const fullCodes = new Set(['full', '53100', 'ENOSPC'])
/** PostgreSQL stops, starts, ends the session or accepts no more connections; the embedded store is reopened. */
const awayCodes = new Set(['deadline', 'unusable', '57P01', '57P02', '57P03', '25P03', '53300'])
/** The driver gives a lost connection no code. */
const awayMessage = /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/u

/** The store problem that an error means, however often it was wrapped; null for other errors. */
export function storeFailure(thrown: unknown): StoreFailure | null {
  const chain = causesOf(thrown)
  if (chain.some((error) => fullCodes.has(codeOf(error)))) return 'full'
  return chain.some(isAway) ? 'away' : null
}

/** Whether an error means that the store is damaged. No retry helps: it must be restored. */
export const isDamaged = (thrown: unknown): boolean => causesOf(thrown).some((error) => codeOf(error) === 'damaged')

function causesOf(thrown: unknown): readonly Error[] {
  const chain: Error[] = []
  for (let error = thrown; error instanceof Error && chain.length < 5; error = error.cause) chain.push(error)
  return chain
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '')

function isAway(error: Error): boolean {
  const code = codeOf(error)
  // SQLSTATE class 08: connection exceptions. Kore.ai's sockets never throw: their failures are results of calls.
  const socket = 'syscall' in error && (error.syscall === 'connect' || error.syscall === 'read')
  return awayCodes.has(code) || /^08...$/u.test(code) || socket || awayMessage.test(error.message)
}
