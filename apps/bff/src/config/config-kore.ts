import { createSecretKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Environment, environments } from '@muster/core/environment'
import * as z from 'zod/mini'
import { parseKoreHost } from '../adapters/kore/transport/parse-kore-host.ts'
import {
  defaultTimeouts,
  type JweKey,
  type KoreNetwork,
  type KoreSettings,
} from '../adapters/kore/transport/settings.ts'
import type { ConfigSource } from './config-source.ts'

export type CallLimits = Pick<KoreSettings, 'ratePerMinute' | 'ratePerHour' | 'batchSize'>

const jweKeySchema = z.object({
  kty: z.literal('RSA'),
  n: z.string().check(z.minLength(300)),
  e: z.string().check(z.minLength(1)),
  kid: z.string().check(z.minLength(1)),
})

function readJweKey(source: ConfigSource): JweKey | null {
  const bytes = source.secret('KORE_JWE_KEY')
  if (bytes === undefined) return null
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

/** Kore.ai's documented limits for an account. The built-in sandbox allows ten times as much unless told otherwise. */
const documented = { perMinute: 60, perHour: 1800 } as const
const sandboxFactor = 10

function readLimits(source: ConfigSource, sandbox: SandboxLimits | null): CallLimits {
  const factor = sandbox === 'relaxed' ? sandboxFactor : 1
  return {
    ratePerMinute: source.whole('KORE_RATE_PER_MINUTE', {
      fallback: documented.perMinute * factor,
      min: 1,
      max: 100_000,
    }),
    ratePerHour: source.whole('KORE_RATE_PER_HOUR', {
      fallback: documented.perHour * factor,
      min: 1,
      max: 1_000_000,
    }),
    batchSize: source.whole('KORE_BATCH_SIZE', { fallback: 50, min: 1, max: 1000 }),
  }
}

export const sandboxLimits = ['relaxed', 'kore'] as const
/** What the built-in sandbox allows: ten times Kore.ai's limits, or Kore.ai's own. */
export type SandboxLimits = (typeof sandboxLimits)[number]

export interface KoreConfig {
  /** Null: the built-in sandbox. */
  readonly kore: KoreSettings | null
  readonly limits: CallLimits
  /** Declared, never guessed from the host. */
  readonly environment: Environment
  readonly sandboxLimits: SandboxLimits
}

/** The connection to Kore.ai. With nothing set, the built-in sandbox. */
export function readKoreConfig(source: ConfigSource): KoreConfig {
  const declared = source.oneOf('KORE_ENVIRONMENT', environments, 'production')
  const allowed = source.oneOf('KORE_SANDBOX_LIMITS', sandboxLimits, 'relaxed')
  const isSandbox = ['KORE_HOST', 'KORE_CLIENT_ID', 'KORE_CLIENT_SECRET', 'KORE_CLIENT_SECRET_FILE'].every(
    (name) => source.text(name) === undefined,
  )
  const limits = readLimits(source, isSandbox ? allowed : null)
  const kore = readKore(source, limits, declared)
  return { kore, limits, environment: isSandbox ? 'sandbox' : declared, sandboxLimits: allowed }
}

/** The proxy and the certificate authorities of this network, by the names that other programs use as well. */
function readNetwork(source: ConfigSource): KoreNetwork {
  const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']
  const name = names.find((one) => source.text(one) !== undefined)
  const proxyUrl = name === undefined ? null : (source.text(name) ?? null)
  if (name !== undefined && proxyUrl !== null && !isProxyUrl(proxyUrl))
    source.problems.push(`${name} must be an address like http://proxy.example.com:3128.`)
  return {
    proxyUrl,
    noProxy: source.text('no_proxy') ?? source.text('NO_PROXY') ?? '',
    extraCa: readCaFile(source),
  }
}

function isProxyUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== ''
}

function readCaFile(source: ConfigSource): string | null {
  const path = source.text('KORE_CA_FILE')
  if (path === undefined) return null
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

function readKore(source: ConfigSource, limits: CallLimits, declared: Environment): KoreSettings | null {
  const [host, clientId] = [source.text('KORE_HOST'), source.text('KORE_CLIENT_ID')]
  const secret = source.secret('KORE_CLIENT_SECRET')
  const enforceJti = source.flag('KORE_ENFORCE_JTI', true)
  const jweKey = readJweKey(source)
  if (host === undefined && clientId === undefined && secret === undefined) return null
  const missing = [
    host === undefined ? 'KORE_HOST' : null,
    clientId === undefined ? 'KORE_CLIENT_ID' : null,
    secret === undefined ? 'KORE_CLIENT_SECRET or KORE_CLIENT_SECRET_FILE' : null,
  ].filter((name) => name !== null)
  if (host === undefined || clientId === undefined || secret === undefined) {
    source.problems.push(
      `For a connection to Kore.ai, also set ${missing.join(' and ')}. With none of them set, the sandbox is used.`,
    )
    return null
  }
  const parsed = parseKoreHost(host, { isSandbox: declared === 'sandbox' })
  if (!parsed.ok) source.problems.push(`KORE_HOST: ${parsed.reason}`)
  if (!/^[\x21-\x7e]{1,200}$/.test(clientId)) source.problems.push('KORE_CLIENT_ID has characters no client id has.')
  if (secret.length < 32)
    source.problems.push(
      `The Kore.ai client secret has ${secret.length} bytes; HS256 needs 32 or more. Copy it again from the app's settings.`,
    )
  const key = secret.length === 0 ? null : createSecretKey(secret)
  secret.fill(0)
  if (!parsed.ok || key === null) return null
  const network = readNetwork(source)
  return {
    host: parsed.origin,
    clientId,
    secret: key,
    ...limits,
    enforceJti,
    jweKey,
    timeouts: defaultTimeouts,
    network,
  }
}
