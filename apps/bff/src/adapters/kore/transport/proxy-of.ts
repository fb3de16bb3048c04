import type { KoreNetwork } from './settings.ts'

interface DirectHosts {
  readonly name: string
  /** Null: any port. */
  readonly port: string | null
  /** `*.example.com`: hosts below the name, not the name itself. */
  readonly isBelow: boolean
}

/** An entry of `NO_PROXY`: a name or address, also `*` or with a leading dot, and maybe a port. */
function directHosts(entry: string): DirectHosts {
  const [, bracketed, single, port] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? []
  const name = (bracketed ?? single ?? entry).toLowerCase()
  return { name: withoutDot(name.replace(/^\*?\./, '')), port: port ?? null, isBelow: name.startsWith('*.') }
}

const withoutDot = (name: string): string => name.replace(/(.)\.$/, '$1')

/** The proxy by which calls to an origin leave, as `HTTPS_PROXY` and `NO_PROXY` decide; null if they go to it directly. */
export function proxyOf(origin: string, { proxyUrl, noProxy }: Pick<KoreNetwork, 'proxyUrl' | 'noProxy'>): URL | null {
  const { protocol, hostname, port } = new URL(origin)
  // Plain http is allowed to this machine only.
  if (proxyUrl === null || protocol !== 'https:') return null
  const host = withoutDot(hostname.replace(/^\[(.+)\]$/, '$1').toLowerCase())
  const entries = noProxy.split(/[,\s]/).filter((entry) => entry !== '')
  const isDirect = entries.map(directHosts).some((direct) => {
    if (direct.port !== null && direct.port !== (port || '443')) return false
    return direct.name === '*' || host.endsWith(`.${direct.name}`) || (!direct.isBelow && host === direct.name)
  })
  return isDirect ? null : new URL(proxyUrl)
}
