const millisecondsPerDay = 86_400_000
// Day 60 of the 1900 calendar is 29 February 1900, which never existed; from there on the count is one too high.
const epoch1900 = Date.UTC(1899, 11, 30)
const epoch1904 = Date.UTC(1904, 0, 1)

/** A date as ISO text; with the time only if it has one. */
export function dateText(days: number, from1904: boolean): string {
  const shifted = !from1904 && days < 60 ? days + 1 : days
  const date = new Date((from1904 ? epoch1904 : epoch1900) + Math.round(shifted * millisecondsPerDay))
  if (Number.isNaN(date.getTime())) return String(days)
  const text = date.toISOString()
  return Number.isInteger(days) ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`
}
