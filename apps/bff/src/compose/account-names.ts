import { isIP } from 'node:net'
import { isLoopback } from '../config/is-loopback.ts'
import type { RelyingParty } from '../features/session/passkeys-ports.ts'

/** The names and origins of this installation. */
export interface ConfiguredNames {
  readonly secure: boolean
  /** Origin to print and to put in links. */
  url(): string
  readonly isOwnOrigin: (origin: string) => boolean
  readonly isOwnHost: (host: string) => boolean
  /** What passkeys are bound to; null if the address has no domain. */
  readonly relyingParty: () => RelyingParty | null
}

const hostnameOf = (text: string): string | null => URL.parse(text)?.hostname ?? null

/**
 * Names from configuration, never from a request. On a loopback bind, every name of this machine is valid
 * (localhost, 127.0.0.1, and a development server in front), and any other Host is refused: DNS rebinding uses one
 * to reach a local server from a foreign page.
 */
export function configuredNames(
  config: { publicUrl: string | null; host: string },
  port: () => number,
): ConfiguredNames {
  const { publicUrl } = config
  const bind = config.host.includes(':') ? `[${config.host}]` : config.host
  const url = () => publicUrl ?? `http://${bind}:${port()}`
  const local = publicUrl === null || isLoopback(hostnameOf(publicUrl) ?? '')
  const secure = publicUrl?.startsWith('https:') ?? false
  const ports = () => new Set([String(port()), URL.parse(url())?.port ?? ''])
  return {
    secure,
    url,
    relyingParty: () => relyingPartyOf(url()),
    isOwnOrigin: (origin) => {
      if (origin === url()) return true
      const parsed = local && !secure ? URL.parse(origin) : null
      return parsed !== null && parsed.protocol === 'http:' && isLoopback(parsed.hostname) && ports().has(parsed.port)
    },
    isOwnHost: (host) => {
      if (!local && !isLoopback(config.host)) return true
      const name = hostnameOf(`http://${host}`)
      return name !== null && (isLoopback(name) || name === hostnameOf(url()))
    },
  }
}

/** Passkeys need a domain. On this machine that is localhost, whichever of its addresses Muster listens on. */
function relyingPartyOf(address: string): RelyingParty | null {
  const { hostname, origin, port, protocol } = new URL(address)
  const local = isLoopback(hostname)
  if (!local) return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) === 0 ? { id: hostname, origins: [origin] } : null
  const byName = port === '' ? `${protocol}//localhost` : `${protocol}//localhost:${port}`
  return { id: 'localhost', origins: [byName] }
}
