import { isLoopback } from '../config/is-loopback.ts'

/** The names and origins of this installation. */
export interface ConfiguredNames {
  readonly secure: boolean
  /** Origin to print and to put in links. */
  url(): string
  readonly isOwnOrigin: (origin: string) => boolean
  readonly isOwnHost: (host: string) => boolean
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
