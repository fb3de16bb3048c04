const wholeNumber = /^[1-9]\d{0,6}$/

/** A row number as a member types it: "37", "1,204". Undefined if it is none. */
export function rowNumber(typed: string): number | undefined {
  const digits = typed.trim().replaceAll(/[, ]/g, '')
  return wholeNumber.test(digits) ? Number(digits) : undefined
}
