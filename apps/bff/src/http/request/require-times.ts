import { message } from '@muster/wording/message'
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
    throw new ProblemError('invalid_request', message('problem.not_a_time', { name: name }), {
      errors: [{ location: `query.${name}`, message: message('field.time') }],
    })
  }
}
