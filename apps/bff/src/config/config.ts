import type { BlockList } from 'node:net'
import { editDistance } from '@muster/core/text/edit-distance'
import { foldAddress } from '@muster/core/text/fold-address'
import { englishText } from '@muster/wording/english'
import type { LogLevel } from '../adapters/logging/create-logger.ts'
import type { OutboundConfig } from '../adapters/outbound/create-destinations.ts'
import type { SmtpSettings } from '../adapters/outbound/mail/smtp.ts'
import { passwordWeakness } from '../features/session/password-weakness.ts'
import { parseProxies } from '../http/request/client-address.ts'
import { type AuditHeadsConfig, readAuditHeads } from './config-audit-heads.ts'
import { type GuardSettings, readGuards } from './config-guards.ts'
import { type KoreConfig, readKoreConfig } from './config-kore.ts'
import { readMail } from './config-mail.ts'
import { type OidcConfig, readOidc } from './config-oidc.ts'
import { readOutbound } from './config-outbound.ts'
import { type RetentionConfig, readRetention } from './config-retention.ts'
import { type ConfigSource, createConfigSource } from './config-source.ts'
import { isLoopback } from './is-loopback.ts'
import { namesOf, type SecretSetting } from './setting.ts'
import { type processRoles, settings } from './settings.ts'

export type ProcessRole = (typeof processRoles)[number]

/** The validated configuration. Secrets are keys or buffers, never strings. */
export interface Config extends KoreConfig {
  readonly port: number
  readonly host: string
  /** Public origin without a trailing slash; null: derived from the listening address (loopback only). */
  readonly publicUrl: string | null
  readonly dataDir: string
  readonly databaseUrl: string | null
  /** How long after a call without a response its effect may still occur. The user is re-read only then. */
  readonly quiesceMs: number
  /** The most records that a sync reads of one list. */
  readonly maxUsers: number
  readonly admin: { readonly email: string; readonly password: Buffer } | null
  /** Addresses in lower case that may be owners besides the administrator. */
  readonly owners: readonly string[]
  /** Seal content of the store and the keys of authenticator apps; null: not configured. */
  readonly sealingKeys: { readonly current: Buffer | null; readonly previous: Buffer | null }
  /** The mail server; null: no emails. */
  readonly mail: SmtpSettings | null
  /** Sign-in through an identity provider; null: not configured. */
  readonly oidc: OidcConfig | null
  readonly guards: GuardSettings
  readonly metricsToken: Buffer | null
  /** Proxies in front of Muster whose `X-Forwarded-For` is trusted; null: none. */
  readonly trustedProxies: BlockList | null
  readonly auditHeads: AuditHeadsConfig
  readonly retention: RetentionConfig
  readonly outbound: OutboundConfig
  readonly role: ProcessRole
  readonly logLevel: LogLevel
  /** Variables that look like settings but are unknown. */
  readonly warnings: readonly string[]
}
export type ParsedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] }

function readPublicUrl(source: ConfigSource, host: string): string | null {
  const text = source.text(settings.publicUrl)
  if (text === null) {
    if (!isLoopback(host))
      source.problems.push(
        `HOST is ${host}, which others can reach: set PUBLIC_URL to the https address of the TLS proxy in front of Muster.`,
      )
    return null
  }
  const url = URL.parse(text)
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search + url.hash + url.username !== ''
  ) {
    source.problems.push('PUBLIC_URL must be an address like https://muster.example.com, without a path.')
    return null
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    source.problems.push('PUBLIC_URL must be https: plain http is served on loopback only.')
  const published = source.flag(settings.allowPlainHttp)
  if (url.protocol === 'http:' && !isLoopback(host) && !published)
    source.problems.push(
      `HOST is ${host}, which others can reach: PUBLIC_URL must be https, with a TLS proxy in front.`,
    )
  return url.origin
}

const emailShape = /^[^\s@,]+@[^\s@,]+$/

function readAdmin(source: ConfigSource): Config['admin'] {
  const email = source.text(settings.adminEmail)
  const password = source.secret(settings.adminPassword)
  if (email === null && password === null) return null
  if (email === null || password === null) {
    source.problems.push('ADMIN_EMAIL and ADMIN_PASSWORD (or ADMIN_PASSWORD_FILE) go together: set both or neither.')
    return null
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 320)
    source.problems.push('ADMIN_EMAIL is not an email address.')
  const weakness = passwordWeakness(password, email)
  if (weakness !== null) source.problems.push(`ADMIN_PASSWORD ${englishText(weakness)}.`)
  return { email, password }
}

function readOwners(source: ConfigSource): readonly string[] {
  const owners = (source.text(settings.owners) ?? '').split(',').flatMap((text) => foldAddress(text.trim()) || [])
  if (owners.some((email) => !emailShape.test(email)))
    source.problems.push('MUSTER_OWNERS must be email addresses separated by commas.')
  return owners
}

function readProxies(source: ConfigSource): Config['trustedProxies'] {
  const text = source.text(settings.trustedProxies)
  if (text === null) return null
  const proxies = parseProxies(text)
  if (proxies === null)
    source.problems.push(
      'MUSTER_TRUSTED_PROXIES must be addresses or ranges separated by commas, like 10.0.0.5, 172.16.0.0/12.',
    )
  return proxies
}

function readDatabaseUrl(source: ConfigSource): string | null {
  const url = source.secret(settings.databaseUrl)?.toString('utf8').trim()
  if (url === undefined || url === '') return null
  if (!/^postgres(ql)?:\/\//.test(url)) source.problems.push('DATABASE_URL must begin with postgresql://.')
  else if (!isReadable(url))
    source.problems.push('DATABASE_URL has a % that begins no code of a character. In a password, write % as %25.')
  return url
}

/** Whether the driver can read it: pg-connection-string takes `50%off` as it is, and ends at `caf%e4`. */
function isReadable(url: string): boolean {
  if (/%(?![0-9a-f]{2})/iu.test(url)) return true
  try {
    return decodeURIComponent(url) !== ''
  } catch {
    return false
  }
}

/** The keys that seal content; null for those that are not set. */
export function readSealingKeys(source: ConfigSource): Config['sealingKeys'] {
  const read = (setting: SecretSetting) => {
    const key = source.secret(setting)
    if (key !== null && key.length < 32) source.problems.push(`${setting.name} must have 32 characters or more.`)
    return key
  }
  return { current: read(settings.sealingKey), previous: read(settings.sealingKeyPrevious) }
}

function checkMail({ mail, outbound, databaseUrl, sealingKeys }: Config, problems: string[]): void {
  if (mail !== null && databaseUrl !== null && sealingKeys.current === null)
    problems.push('SMTP_URL needs MUSTER_SEALING_KEY: waiting emails contain links to sign in and are encrypted.')
  if (mail === null && outbound.notices.emails.length > 0)
    problems.push('MUSTER_NOTIFY_EMAILS needs SMTP_URL, the server that sends them.')
}

/** Reads the configuration and removes the secrets from `env`. Lists every problem; none quotes a secret. */
export function parseConfig(env: Record<string, string | undefined>): ParsedConfig {
  const warnings = unknownSettings(Object.keys(env))
  const source = createConfigSource(env)
  const host = source.text(settings.host)
  const metricsToken = source.secret(settings.metricsToken)
  if (metricsToken !== null && metricsToken.length < 20)
    source.problems.push('MUSTER_METRICS_TOKEN must have 20 characters or more.')
  const config: Config = {
    port: source.whole(settings.port),
    host,
    publicUrl: readPublicUrl(source, host),
    dataDir: source.text(settings.dataDir),
    databaseUrl: readDatabaseUrl(source),
    ...readKoreConfig(source),
    quiesceMs: source.whole(settings.quiesceSeconds) * 1000,
    maxUsers: source.whole(settings.maxUsers),
    admin: readAdmin(source),
    owners: readOwners(source),
    sealingKeys: readSealingKeys(source),
    mail: readMail(source, isLoopback),
    oidc: readOidc(source),
    guards: readGuards(source),
    metricsToken,
    trustedProxies: readProxies(source),
    auditHeads: readAuditHeads(source),
    retention: readRetention(source),
    outbound: readOutbound(source),
    role: source.choice(settings.role),
    logLevel: source.choice(settings.logLevel),
    warnings,
  }
  if (config.role !== 'all' && config.databaseUrl === null)
    source.problems.push(
      `MUSTER_ROLE is ${config.role}: several processes need DATABASE_URL, the embedded store serves one.`,
    )
  checkMail(config, source.problems)
  return source.problems.length > 0 ? { ok: false, problems: [...new Set(source.problems)] } : { ok: true, config }
}

/** Settings of the web app's development server and of the launcher. */
const launchNames = ['MUSTER_BACKEND', 'MUSTER_NODE']
const known = [...Object.values(settings).flatMap(namesOf), ...launchNames]
const families = /^(KORE|MUSTER|OIDC|AUDIT|SMTP)_|^ADMIN_(EMAIL|PASSWORD)/

/** A sentence for each variable that looks like a setting but is unknown: a probable typo. */
function unknownSettings(names: readonly string[]): string[] {
  return names
    .filter((name) => families.test(name) && !known.includes(name))
    .map((name) => {
      const nearest = known.toSorted((one, other) => editDistance(name, one) - editDistance(name, other))[0] ?? ''
      const hint = editDistance(name, nearest) <= 4 ? ` Did you mean ${nearest}?` : ''
      return `${name.slice(0, 80)} is set, but Muster does not know it.${hint}`
    })
}
