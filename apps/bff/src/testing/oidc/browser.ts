/** The cookies and redirects of a browser, for the flows between Muster and a provider. */
export interface TestBrowser {
  /** One request, without following a redirect. */
  send(url: string, init?: RequestInit): Promise<Response>
  /** Follows redirects until `until` holds for the next address, or there is none. Returns that address. */
  follow(url: string, until: (next: string) => boolean): Promise<string>
  cookie(origin: string, name: string): string | undefined
}

/** `address`: the client that a trusted proxy names. Each has a limit of its own. */
export function createBrowser(address: string): TestBrowser {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: string) => {
    const { origin } = new URL(url)
    const jar = jars.get(origin) ?? new Map<string, string>()
    jars.set(origin, jar)
    return jar
  }
  const send = async (url: string, init: RequestInit = {}) => {
    const jar = jarOf(url)
    const headers = new Headers(init.headers)
    headers.set('x-forwarded-for', address)
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...flags] = line.split('; ')
      const cut = pair.indexOf('=')
      const [name, value] = [pair.slice(0, cut), pair.slice(cut + 1)]
      if (value === '' || flags.some((flag) => /^max-age=0$/i.test(flag))) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  return {
    send,
    follow: async (url, until) => {
      let at = url
      for (let hops = 0; hops < 12; hops += 1) {
        if (until(at)) return at
        const response = await send(at)
        const next = response.headers.get('location')
        await response.body?.cancel()
        if (next === null) throw new Error(`${new URL(at).pathname} responded ${response.status} without a redirect`)
        at = new URL(next, at).href
      }
      throw new Error('too many redirects')
    },
    cookie: (origin, name) => jarOf(origin).get(name),
  }
}
