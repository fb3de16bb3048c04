import { existsSync, readFileSync, statSync } from 'node:fs'
import { url as inspectorUrl } from 'node:inspector'
import { join, resolve } from 'node:path'
import type { Environment } from '@muster/core/environment'
import type { Config } from '../config/config.ts'
import { isLoopback } from '../config/is-loopback.ts'
import { settings } from '../config/settings.ts'

/** A file with a secret, or a folder of Muster, and who may use it. */
export interface FileFacts {
  readonly path: string
  /** Permission bits. */
  readonly mode: number
  readonly kind: 'secret' | 'folder'
}

/** Safety-relevant facts about the running process and its configuration. */
export interface SafetyFacts {
  readonly execArgv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** The inspector listens, whatever opened it. */
  readonly isInspected: boolean
  /** A crash or a signal writes a report with the environment. */
  readonly reportsEnvironment: boolean
  /** The numeric user ID; undefined if there is none. */
  readonly uid: number | undefined
  /** The largest file of a crash, as Linux names it: `0`, `unlimited`; null elsewhere. */
  readonly coreLimit: string | null
  readonly config: Pick<
    Config,
    'host' | 'trustedProxies' | 'databaseUrl' | 'sealingKeys' | 'admin' | 'owners' | 'kore' | 'logLevel'
  >
  readonly files: readonly FileFacts[]
}

/** `refuse`: no start with a real account. `warn`: logged. */
export interface SafetyCheck {
  readonly name: string
  readonly level: 'refuse' | 'warn'
  /** The problem and its remedy; null without a problem. */
  readonly find: (facts: SafetyFacts) => string | null
}

/** As Node reads them: `_` in a name is `-`, and NODE_OPTIONS may quote and escape. */
function flagsOf({ execArgv, env }: SafetyFacts): readonly string[] {
  const options = (env['NODE_OPTIONS'] ?? '').replaceAll(/["\\]/gu, '').split(/\s+/u)
  return [...execArgv, ...options].map((flag) => flag.replace(/^--[^=]*/u, (name) => name.replaceAll('_', '-')))
}

const hasFlag = (facts: SafetyFacts, flag: RegExp) => flagsOf(facts).some((one) => flag.test(one))
const isShared = ({ host, databaseUrl }: SafetyFacts['config']) => !isLoopback(host) || databaseUrl !== null

/** Without these, a defect that reaches a prototype or runs a text has more effect. */
const hardening = ['--disable-proto=delete', '--disallow-code-generation-from-strings']

/** Passwords that examples and images of PostgreSQL come with. */
const defaultPasswords = new Set(['', 'postgres', 'password', 'muster', 'admin', 'changeme', 'secret', 'example'])

function databasePassword({ databaseUrl }: SafetyFacts['config']): { host: string; password: string } | null {
  const url = databaseUrl === null ? null : URL.parse(databaseUrl)
  return url === null || url.hostname === '' ? null : { host: url.hostname, password: decodeURIComponent(url.password) }
}

/** Written by hand or repeated: a random key of 32 characters has more than these different ones. */
const fewestCharacters = 12

/** Container engines mount secrets here, readable for the container only. */
const mounted = /^\/(?:var\/)?run\/secrets\//

/** Everything that weakens an installation. */
export const safetyChecks: readonly SafetyCheck[] = [
  {
    name: 'inspector',
    level: 'refuse',
    find: (facts) =>
      facts.isInspected || hasFlag(facts, /^--(?:inspect|debug)(?:-|=|$)/u)
        ? 'Node runs with --inspect, so any client of its port can read every secret. Start without it.'
        : null,
  },
  {
    name: 'flags of Node',
    level: 'warn',
    find: (facts) => {
      const missing = hardening.filter((flag) => !flagsOf(facts).includes(flag))
      return missing.length === 0
        ? null
        : `Node runs without ${missing.join(' ')}, as npm start and the image do not. Add it to the command.`
    },
  },
  {
    name: 'memory on disk',
    level: 'refuse',
    find: (facts) =>
      hasFlag(facts, /^--(?:heapsnapshot-signal|heapsnapshot-near-heap-limit|abort-on-uncaught-exception|tls-keylog)/u)
        ? 'Node runs with an option that writes its memory or its TLS keys to a file, secrets included. Start without it.'
        : null,
  },
  {
    name: 'reports of Node',
    level: 'refuse',
    find: ({ reportsEnvironment }) =>
      reportsEnvironment
        ? 'Node would write its environment to a file after a crash or a signal, secrets included. Start without --report-…, or with --report-exclude-env.'
        : null,
  },
  {
    name: 'core dumps',
    level: 'refuse',
    find: ({ coreLimit }) =>
      coreLimit !== null && coreLimit !== '0'
        ? 'A crash would write the memory of Muster to a file, secrets included. Start it after "ulimit -c 0"; with Docker, add --ulimit core=0.'
        : null,
  },
  {
    name: 'TLS verification',
    level: 'refuse',
    find: ({ env }) =>
      env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
        ? 'NODE_TLS_REJECT_UNAUTHORIZED is 0, so attackers on the network can read and change calls. Remove it; for a private CA, set KORE_CA_FILE.'
        : null,
  },
  {
    name: 'user of the system',
    level: 'refuse',
    find: ({ uid }) => (uid === 0 ? 'Muster runs as root. Start it as a dedicated user that owns DATA_DIR.' : null),
  },
  {
    name: 'development mode',
    level: 'refuse',
    find: ({ env }) =>
      // Node starts what it watches without the flag, and with this variable.
      env['NODE_ENV'] === 'development' || env['NODE_ENV'] === 'test' || env['WATCH_REPORT_DEPENDENCIES'] !== undefined
        ? 'Muster runs in development mode. Start it without --watch, and with NODE_ENV unset or "production".'
        : null,
  },
  {
    name: 'files of secrets',
    level: 'refuse',
    find: ({ files }) => {
      const open = files.find(
        ({ kind, path, mode }) => kind === 'secret' && !mounted.test(path) && (mode & 0o077) !== 0,
      )
      return open === undefined
        ? null
        : `Other users of this machine can use ${open.path}, which holds a secret. Run: chmod 600 ${open.path}`
    },
  },
  {
    name: 'folders',
    level: 'refuse',
    find: ({ files }) => {
      const open = files.find(({ kind, mode }) => kind === 'folder' && (mode & 0o022) !== 0)
      return open === undefined ? null : `Other users can write to ${open.path}. Run: chmod 700 ${open.path}`
    },
  },
  {
    name: 'proxy',
    level: 'refuse',
    find: ({ config }) =>
      !isLoopback(config.host) && config.trustedProxies === null
        ? `HOST is ${config.host}, which others can reach over plain http, and no TLS proxy is declared. Set MUSTER_TRUSTED_PROXIES to its address, or HOST to 127.0.0.1.`
        : null,
  },
  {
    name: 'sealing key',
    level: 'refuse',
    find: ({ config: { databaseUrl, sealingKeys } }) =>
      databaseUrl !== null && sealingKeys.current === null
        ? 'Uploads, plans and responses would be stored in PostgreSQL unsealed. Set MUSTER_SEALING_KEY_FILE to a file made with: openssl rand -base64 33'
        : null,
  },
  {
    name: 'random keys',
    level: 'refuse',
    find: ({ config: { sealingKeys } }) =>
      [sealingKeys.current, sealingKeys.previous].some((key) => key !== null && new Set(key).size < fewestCharacters)
        ? 'MUSTER_SEALING_KEY repeats few characters, so it can be guessed. Make another with: openssl rand -base64 33'
        : null,
  },
  {
    name: 'password of the database',
    level: 'refuse',
    find: ({ config }) => {
      const database = databasePassword(config)
      return database !== null && !isLoopback(database.host) && defaultPasswords.has(database.password.toLowerCase())
        ? 'DATABASE_URL has no password or a default one. Give the role of Muster a random password.'
        : null
    },
  },
  {
    name: 'owners',
    level: 'refuse',
    find: ({ config }) =>
      isShared(config) && config.admin === null && config.owners.length === 0
        ? 'No owner is named, so the first reader of the log becomes one. Set ADMIN_EMAIL and ADMIN_PASSWORD_FILE, or MUSTER_OWNERS.'
        : null,
  },
  {
    name: 'sandbox as a real account',
    level: 'warn',
    find: ({ config: { kore } }) =>
      kore !== null && isLoopback(new URL(kore.host).hostname)
        ? 'KORE_HOST is this machine. If it is a sandbox, set KORE_ENVIRONMENT=sandbox.'
        : null,
  },
  {
    name: 'encryption to the database',
    level: 'warn',
    find: ({ config }) => {
      const database = databasePassword(config)
      return database !== null && !isLoopback(database.host) && !/[?&]sslmode=verify-/.test(config.databaseUrl ?? '')
        ? 'The connection to PostgreSQL is not verified. Add ?sslmode=verify-full to DATABASE_URL.'
        : null
    },
  },
]

export interface SafetyIssue {
  readonly name: string
  readonly level: SafetyCheck['level']
  readonly sentence: string
}

export function issuesOf(facts: SafetyFacts): readonly SafetyIssue[] {
  return safetyChecks.flatMap(({ name, level, find }) => {
    const sentence = find(facts)
    return sentence === null ? [] : [{ name, level, sentence }]
  })
}

/** Whether issuesOf keep Muster from starting; with a sandbox they are warnings. */
export const refuses = (found: readonly SafetyIssue[], environment: Environment): boolean =>
  environment !== 'sandbox' && found.some(({ level }) => level === 'refuse')

/** The facts of this process. */
export function safetyFacts(config: Config): SafetyFacts {
  const { execArgv, env } = process
  return {
    execArgv,
    env,
    isInspected: inspectorUrl() !== undefined,
    reportsEnvironment: writesReports(),
    uid: process.getuid?.(),
    coreLimit: readCoreLimit(),
    config,
    files: filesOf(config, env),
  }
}

function writesReports(): boolean {
  const { excludeEnv, reportOnFatalError, reportOnSignal, reportOnUncaughtException } = process.report
  return !excludeEnv && (reportOnFatalError || reportOnSignal || reportOnUncaughtException)
}

function readCoreLimit(): string | null {
  const limits = '/proc/self/limits'
  if (!existsSync(limits)) return null
  return /^Max core file size\s+(\S+)/m.exec(readFileSync(limits, 'utf8'))?.[1] ?? null
}

function filesOf({ dataDir, auditHeads }: Config, env: SafetyFacts['env']): readonly FileFacts[] {
  const named = Object.values(settings).flatMap((setting) => {
    const path = setting.kind === 'secret' ? env[`${setting.name}_FILE`] : undefined
    return path === undefined ? [] : [path]
  })
  const keys = ['sealing-key', 'sealing-key.previous'].map((name) => join(dataDir, name))
  const secrets = [...named, auditHeads.signingKeyFile, ...keys].map((path) => ({ path, kind: 'secret' as const }))
  return [...secrets, { path: dataDir, kind: 'folder' as const }].flatMap(({ path, kind }) => {
    const mode = modeOf(path)
    return mode === null ? [] : [{ path: resolve(path), mode, kind }]
  })
}

/** Permission bits; null without a file, and where this user may not look: what opens it next has its own sentence. */
function modeOf(path: string): number | null {
  try {
    return statSync(path).mode & 0o777
  } catch {
    return null
  }
}
