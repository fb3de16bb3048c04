/** Fills `:name` parts of a route's path and appends the query. Omits empty and absent query values. */
export function buildUrl(path: string, params?: unknown, query?: unknown): string {
  const given = new Map(Object.entries(params ?? {}))
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value: unknown = given.get(name)
    if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`${path} needs the parameter ${name}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (typeof value === 'string' ? value !== '' : typeof value === 'number' || typeof value === 'boolean')
      search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? filled : `${filled}?${text}`
}
