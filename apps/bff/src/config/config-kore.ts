import { createSecretKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Environment } from '@muster/core/environment'
import * as z from 'zod/mini'
import { parseKoreHost } from '../adapters/kore/transport/parse-kore-host.ts'
import {
  defaultTimeouts,
  type JweKey,
  type KoreNetwork,
  type KoreSettings,
} from '../adapters/kore/transport/settings.ts'
import type { ConfigSource } from './config-source.ts'
import { sandboxLimits, settings } from './settings.ts'

export type CallLimits = Pick<KoreSettings, 'ratePerMinute' | 'ratePerHour' | 'batchSize'>

const jweKeySchema = z.object({
  kty: z.literal('RSA'),
  n: z.string().check(z.minLength(300)),
  e: z.string().check(z.minLength(1)),
  kid: z.string().check(z.minLength(1)),
})

function readJweKey(source: ConfigSource): JweKey | null {
  const bytes = source.secret(settings.jweKey)
  if (bytes === null) return null
  let value: unknown = null
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    // Reported below, like a wrong shape.
  }
  const parsed = jweKeySchema.safeParse(value)
  if (parsed.success) return parsed.data
  source.problems.push(
    'KORE_JWE_KEY must be an RSA public key of at least 2048 bits as JWK (JSON with kty, n, e, kid).',
  )
  return null
}

/** The defaults are Kore.ai's documented limits. The built-in sandbox allows ten times as much unless set otherwise. */
const sandboxFactor = 10

function readLimits(source: ConfigSource, sandbox: SandboxLimits | null): CallLimits {
  const { ratePerMinute, ratePerHour } = settings
  const factor = sandbox === 'relaxed' ? sandboxFactor : 1
  return {
    ratePerMinute: source.whole({ ...ratePerMinute, default: ratePerMinute.default * factor }),
    ratePerHour: source.whole({ ...ratePerHour, default: ratePerHour.default * factor }),
    batchSize: source.whole(settings.batchSize),
  }
}

/** The limits of the built-in sandbox: ten times Kore.ai's, or Kore.ai's own. */
export type SandboxLimits = (typeof sandboxLimits)[number]

export interface KoreConfig {
  /** How calls leave this network, also to the identity provider. */
  readonly network: KoreNetwork
  /** Null: the built-in sandbox. */
  readonly kore: KoreSettings | null
  readonly limits: CallLimits
  /** Declared, never guessed from the host. */
  readonly environment: Environment
  readonly sandboxLimits: SandboxLimits
}

/** The connection to Kore.ai; by default, the built-in sandbox. */
export function readKoreConfig(source: ConfigSource): KoreConfig {
  const declared = source.choice(settings.environment)
  const allowed = source.choice(settings.sandboxLimits)
  const { koreHost, clientId, clientSecret } = settings
  const isSandbox = ![koreHost, clientId, clientSecret].some((setting) => source.isSet(setting))
  const limits = readLimits(source, isSandbox ? allowed : null)
  const network = readNetwork(source)
  const kore = readKore(source, { limits, declared, network })
  return { network, kore, limits, environment: isSandbox ? 'sandbox' : declared, sandboxLimits: allowed }
}

/** The proxy and the certificate authorities of this network, by the names that other programs use too. */
export function readNetwork(source: ConfigSource): KoreNetwork {
  const byHttps = source.text(settings.httpsProxy)
  const proxyUrl = byHttps ?? source.text(settings.httpProxy)
  const { name } = byHttps === null ? settings.httpProxy : settings.httpsProxy
  if (proxyUrl !== null && !isProxyUrl(proxyUrl))
    source.problems.push(`${name} must be an address like http://proxy.example.com:3128.`)
  return {
    proxyUrl,
    noProxy: source.text(settings.noProxy),
    extraCa: readCaFile(source),
  }
}

function isProxyUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== ''
}

function readCaFile(source: ConfigSource): string | null {
  const path = source.text(settings.caFile)
  if (path === null) return null
  try {
    const pem = readFileSync(path, 'utf8')
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem
    source.problems.push('KORE_CA_FILE: the file holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    source.problems.push(`KORE_CA_FILE: the file cannot be read (${code}).`)
  }
  return null
}

function readNextSecret(source: ConfigSource): KeyObject | null {
  const secret = source.secret(settings.clientSecretNext)
  return secret === null ? null : secretKey(source, secret)
}

/** The key of a client secret, whose bytes are overwritten. */
function secretKey(source: ConfigSource, secret: Buffer): KeyObject | null {
  if (secret.length < 32)
    source.problems.push(
      `The Kore.ai client secret has ${secret.length} bytes; HS256 needs 32 or more. Copy it again from the app's settings.`,
    )
  const key = secret.length === 0 ? null : createSecretKey(secret)
  secret.fill(0)
  return key
}

function readKore(
  source: ConfigSource,
  { limits, declared, network }: { limits: CallLimits; declared: Environment; network: KoreNetwork },
): KoreSettings | null {
  const [host, clientId] = [source.text(settings.koreHost), source.text(settings.clientId)]
  const secret = source.secret(settings.clientSecret)
  const nextSecret = readNextSecret(source)
  const enforceJti = source.flag(settings.enforceJti)
  const jweKey = readJweKey(source)
  if (host === null && clientId === null && secret === null) return null
  const missing = [
    host === null ? 'KORE_HOST' : null,
    clientId === null ? 'KORE_CLIENT_ID' : null,
    secret === null ? 'KORE_CLIENT_SECRET or KORE_CLIENT_SECRET_FILE' : null,
  ].filter((name) => name !== null)
  if (host === null || clientId === null || secret === null) {
    source.problems.push(
      `For a connection to Kore.ai, also set ${missing.join(' and ')}. With none of them set, the sandbox is used.`,
    )
    return null
  }
  const parsed = parseKoreHost(host, { isSandbox: declared === 'sandbox' })
  if (!parsed.ok) source.problems.push(`KORE_HOST: ${parsed.reason}`)
  if (!/^[\x21-\x7e]{1,200}$/.test(clientId))
    source.problems.push('KORE_CLIENT_ID has characters that are invalid in a client ID.')
  const key = secretKey(source, secret)
  if (!parsed.ok || key === null) return null
  return {
    host: parsed.origin,
    clientId,
    secret: key,
    nextSecret,
    ...limits,
    enforceJti,
    jweKey,
    timeouts: defaultTimeouts,
    network,
  }
}
