import type { Directory } from '@muster/contracts/users'
import { formatNumber, formatPlural, formatShare } from '../../lib/format.ts'

/** How far a load is: "Reading users, 1,200 of 4,812 (25%)"; before it begins "Starting to read". */
export function progressWords(progress: NonNullable<Directory['progress']>): string {
  const { done, total, step } = progress
  const what = step === 'starting' ? 'Starting to read' : `Reading ${step}`
  if (total === null || total === 0) return done === 0 ? what : `${what}, ${formatNumber(done)} so far`
  return `${what}, ${formatNumber(done)} of ${formatNumber(total)} (${formatShare(done / total)})`
}

/** What the directory holds, without its age: "4,812 users". */
// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler checks that none is missing
export function directoryWords(directory: Directory): string {
  switch (directory.state) {
    case 'empty':
      return 'No users read yet'
    case 'loading':
      return directory.progress === null ? 'Reading from Kore.ai' : progressWords(directory.progress)
    case 'ready':
      return formatPlural(directory.users, 'user')
    case 'forbidden':
      return directory.users === 0 ? 'Reading is not allowed' : formatPlural(directory.users, 'user')
    case 'failed':
      return directory.users === 0 ? 'Reading failed' : `${formatPlural(directory.users, 'user')}, last reading failed`
  }
}
