/** Picks the named, non-empty texts out of an address's search; everything else is dropped. */
export function pickSearch<const K extends string>(
  ...keys: readonly K[]
): (search: Readonly<Record<string, unknown>>) => { [P in K]?: string } {
  return (search) => {
    const picked: { [P in K]?: string } = {}
    for (const key of keys) {
      const value = search[key]
      if (typeof value === 'string' && value !== '') picked[key] = value.slice(0, 2_000)
    }
    return picked
  }
}
