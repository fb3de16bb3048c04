import { environments } from '@muster/core/environment'
import { defaultGuardLimits } from '@muster/core/policy/limits'
import { logLevels } from '../adapters/logging/create-logger.ts'
import { accessSettings } from './access-settings.ts'
import { auditHeadsSettings } from './audit-heads-settings.ts'
import { mailSettings } from './mail-settings.ts'
import { oidcSettings } from './oidc-settings.ts'
import { outboundSettings } from './outbound-settings.ts'
import { retentionSettings } from './retention-settings.ts'
import type { Setting } from './setting.ts'

export const processRoles = ['all', 'web', 'worker'] as const
export const sandboxLimits = ['relaxed', 'kore'] as const

/** Minutes in a week. */
const maxDelayMinutes = 7 * 24 * 60

/** Every setting, in the order of the table in docs/operations.md, which `npm run docs/settings` writes from here. */
export const settings = {
  port: {
    name: 'PORT',
    kind: 'whole',
    default: 8080,
    min: 0,
    max: 65_535,
    text: 'port the server listens on; 0 selects a free one',
  },
  host: {
    name: 'HOST',
    kind: 'text',
    default: '127.0.0.1',
    text: 'address the server listens on. All but loopback require `PUBLIC_URL`',
  },
  publicUrl: {
    name: 'PUBLIC_URL',
    kind: 'text',
    default: null,
    shownDefault: 'derived on loopback',
    text: 'address that members open, without a path. https, or http on loopback',
  },
  allowPlainHttp: {
    name: 'MUSTER_ALLOW_PLAIN_HTTP',
    kind: 'flag',
    default: false,
    text: 'allows an http `PUBLIC_URL` on loopback with another `HOST`: for a container whose port is published on loopback only',
  },
  dataDir: {
    name: 'DATA_DIR',
    kind: 'text',
    default: './data',
    text: 'folder of the embedded store and of `store-mark-….json`; created with mode 0700',
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    kind: 'secret',
    default: null,
    shownDefault: 'none: embedded',
    text: '`postgresql://…` of a PostgreSQL 15 or newer',
  },
  koreHost: {
    name: 'KORE_HOST',
    kind: 'text',
    default: null,
    shownDefault: 'none: the sandbox',
    text: "host of the account's console, with or without scheme or `/api`, see [Regions](#regions). Plain http only to loopback, or with `KORE_ENVIRONMENT=sandbox`",
  },
  environment: {
    name: 'KORE_ENVIRONMENT',
    kind: 'choice',
    default: 'production',
    values: environments,
    text: 'environment of the account, shown on every page. Never derived from the host',
  },
  caFile: {
    name: 'KORE_CA_FILE',
    kind: 'text',
    default: null,
    text: "PEM file of certificate authorities that are trusted for Kore.ai, the identity provider and the proxy, besides Node's own",
  },
  httpsProxy: {
    name: 'HTTPS_PROXY',
    kind: 'text',
    default: null,
    lowerCase: true,
    text: 'proxy for calls to Kore.ai and the identity provider, see [Networks](#networks)',
  },
  httpProxy: {
    name: 'HTTP_PROXY',
    kind: 'text',
    default: null,
    lowerCase: true,
    text: 'the same, if `HTTPS_PROXY` is not set',
  },
  noProxy: {
    name: 'NO_PROXY',
    kind: 'text',
    default: '',
    shownDefault: 'none',
    lowerCase: true,
    text: 'hosts reached without the proxy',
  },
  sandboxLimits: {
    name: 'KORE_SANDBOX_LIMITS',
    kind: 'choice',
    default: 'relaxed',
    values: sandboxLimits,
    text: "limits of the built-in sandbox: ten times Kore.ai's limits, or Kore.ai's own",
  },
  clientId: { name: 'KORE_CLIENT_ID', kind: 'text', default: null, text: 'client ID of the app (`cs-…`)' },
  clientSecret: {
    name: 'KORE_CLIENT_SECRET',
    kind: 'secret',
    default: null,
    text: 'client secret of the app, 32 bytes or more',
  },
  clientSecretNext: {
    name: 'KORE_CLIENT_SECRET_NEXT',
    kind: 'secret',
    default: null,
    text: 'a second client secret: when Kore.ai refuses one of them, Muster tries the other, see [Keys](#keys)',
  },
  ratePerMinute: {
    name: 'KORE_RATE_PER_MINUTE',
    kind: 'whole',
    default: 60,
    min: 1,
    max: 100_000,
    text: 'calls in any 60 seconds, over all replicas; 600 with the built-in sandbox',
  },
  ratePerHour: {
    name: 'KORE_RATE_PER_HOUR',
    kind: 'whole',
    default: 1800,
    min: 1,
    max: 1_000_000,
    text: 'calls in any 3,600 seconds, over all replicas; 18,000 with the built-in sandbox',
  },
  batchSize: {
    name: 'KORE_BATCH_SIZE',
    kind: 'whole',
    default: 500,
    min: 1,
    max: 1000,
    text: 'most users in one call. Kore.ai documents no maximum, so changes begin with 50 and grow to what the account takes',
  },
  maxUsers: {
    name: 'KORE_MAX_USERS',
    kind: 'whole',
    default: 2_000_000,
    min: 1000,
    max: 10_000_000,
    text: 'most users, groups, roles or bots that one list of Kore.ai may have. A sync stops there, removes no users and names the list in Settings',
  },
  // The longest call and 30 s. Shorter risks sending twice; that is for an upstream known to be quick.
  quiesceSeconds: {
    name: 'KORE_QUIESCE_SECONDS',
    kind: 'whole',
    default: 90,
    min: 1,
    max: 3600,
    text: 'how long after a call without a response its effect may still land. Only then is the user re-read',
  },
  enforceJti: {
    name: 'KORE_ENFORCE_JTI',
    kind: 'flag',
    default: true,
    text: 'a fresh token with a `jti` for each call. Harmless if the app does not enforce it',
  },
  jweKey: {
    name: 'KORE_JWE_KEY',
    kind: 'secret',
    default: null,
    text: "the platform's RSA key as JWK with `kid`, if the app enforces JWE",
  },
  ...accessSettings,
  ...mailSettings,
  confirmUsers: {
    name: 'MUSTER_CONFIRM_USERS',
    kind: 'whole',
    default: defaultGuardLimits.confirmUsers,
    min: 1,
    max: 1_000_000,
    text: 'a plan that touches more users requires the share in the typed confirmation',
  },
  confirmPercent: {
    name: 'MUSTER_CONFIRM_PERCENT',
    kind: 'whole',
    default: defaultGuardLimits.confirmPercent,
    min: 1,
    max: 100,
    text: 'the same, in percent of an account of 100 users or more',
  },
  allowRemovingMost: {
    name: 'MUSTER_ALLOW_REMOVING_MOST',
    kind: 'flag',
    default: false,
    text: 'allows removing more than half of the account within 24 hours',
  },
  delayMinutes: {
    name: 'MUSTER_DELAY_MINUTES',
    kind: 'whole',
    default: null,
    min: 0,
    max: maxDelayMinutes,
    shownDefault: '`10`; sandbox `0`',
    text: 'minutes before the first call of a large removal or erasure',
  },
  erasureDelayMinutes: {
    name: 'MUSTER_ERASURE_DELAY_MINUTES',
    kind: 'whole',
    default: null,
    min: 0,
    max: maxDelayMinutes,
    shownDefault: '`1440`; sandbox `0`',
    text: 'the same for a large erasure, if it is longer',
  },
  delayFromUsers: {
    name: 'MUSTER_DELAY_FROM_USERS',
    kind: 'whole',
    default: defaultGuardLimits.delayFromUsers,
    min: 0,
    max: 1_000_000,
    text: 'removals and erasures of more users than this are delayed',
  },
  identity: {
    name: 'KORE_IDENTITY',
    kind: 'text',
    default: '',
    shownDefault: 'none',
    text: 'emails and IDs of the Kore.ai user whose app connects Muster; Muster never removes or demotes that user',
  },
  protectedUsers: {
    name: 'MUSTER_PROTECTED_USERS',
    kind: 'text',
    default: '',
    shownDefault: 'none',
    text: 'emails and IDs of users that Muster never removes or demotes, separated by commas',
  },
  trustedProxies: {
    name: 'MUSTER_TRUSTED_PROXIES',
    kind: 'text',
    default: null,
    text: 'addresses and ranges of the proxies in front (`10.0.0.5, 172.16.0.0/12`), see [Behind a proxy](#behind-a-proxy)',
  },
  role: {
    name: 'MUSTER_ROLE',
    kind: 'choice',
    default: 'all',
    values: processRoles,
    text: 'work of this replica; all values but `all` require `DATABASE_URL`',
  },
  logLevel: {
    name: 'MUSTER_LOG_LEVEL',
    kind: 'choice',
    default: 'info',
    values: logLevels,
    text: 'the least important entries that are logged',
  },
  metricsToken: {
    name: 'MUSTER_METRICS_TOKEN',
    kind: 'secret',
    default: null,
    shownDefault: 'none: no metrics',
    text: 'bearer token for `/metrics`, 20 characters or more',
  },
  ...auditHeadsSettings,
  ...retentionSettings,
  ...oidcSettings,
  ...outboundSettings,
} as const satisfies Readonly<Record<string, Setting>>
