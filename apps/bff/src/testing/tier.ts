/** True in `npm run test:nightly`, which has time for every case. */
const nightly = process.env['MUSTER_NIGHTLY'] === '1'

/** Cases that take long and differ only in detail: CI runs the first `count`, the nightly tests run all. */
export function firstInCi<T>(cases: readonly T[], count = 1): readonly T[] {
  return nightly ? cases : cases.slice(0, count)
}

/** How many runs a property gets. */
export function propertyRuns(counts: { readonly ci: number; readonly nightly: number }): number {
  return nightly ? counts.nightly : counts.ci
}
