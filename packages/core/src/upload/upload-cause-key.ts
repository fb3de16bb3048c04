/** Whether a key is short of the value: then it names a cause in a column, whatever the values at fault. */
export function isCauseKey(key: string): boolean {
  return /^[a-z_]+:\d*$/.test(key)
}

/** Whether a finding's key is the one asked for, or belongs to the cause asked for. */
export function isOfCause(key: string, requested: string): boolean {
  return key === requested || (isCauseKey(requested) && key.startsWith(`${requested}:`))
}
