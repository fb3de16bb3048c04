import { ProblemError } from '../../problem-error.ts'

/** Years the store can hold. */
const firstYear = Date.UTC(1, 0)
const lastYear = Date.UTC(9999, 0)

/** Refuses a range with ends that are not times the store can compare. */
export function requireTimes(range: { readonly from?: string | undefined; readonly to?: string | undefined }): void {
  for (const name of ['from', 'to'] as const) {
    const text = range[name]
    const time = text === undefined ? firstYear : Date.parse(text)
    if (time >= firstYear && time < lastYear) continue
    throw new ProblemError('invalid_request', `"${name}" is not a time. Use the format 2026-01-31T12:00:00Z.`, {
      errors: [{ location: `query.${name}`, message: 'not an ISO 8601 time' }],
    })
  }
}
