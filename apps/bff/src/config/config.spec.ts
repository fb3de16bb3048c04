import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { parseConfig } from './config.ts'

const secret = 'canary-secret-canary-secret-canary-secret'
const kore = { KORE_HOST: 'platform.kore.ai', KORE_CLIENT_ID: 'cs-1', KORE_CLIENT_SECRET: secret }
const problemsOf = (env: Record<string, string>) => {
  const parsed = parseConfig({ ...env })
  return parsed.ok ? [] : parsed.problems
}
const configOf = (env: Record<string, string | undefined>) => {
  const parsed = parseConfig(env)
  if (!parsed.ok) throw new Error(parsed.problems.join(' '))
  return parsed.config
}
const file = (content: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'config-')), 'value')
  writeFileSync(path, content)
  return path
}

const oidc = {
  OIDC_ISSUER: 'https://login.example.com/tenant',
  OIDC_CLIENT_ID: 'muster',
  OIDC_CLIENT_SECRET: 'a client secret of the tests',
}

describe('configuration', () => {
  test('uses loopback, the embedded store and the sandbox by default', () => {
    expect(configOf({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: null,
      dataDir: './data',
      databaseUrl: null,
      kore: null,
      admin: null,
      role: 'all',
      limits: { ratePerMinute: 600, ratePerHour: 18_000, batchSize: 500 },
    })
  })

  test('treats blank values as unset', () => {
    expect(configOf({ KORE_HOST: '', KORE_CLIENT_SECRET: '', ADMIN_EMAIL: ' ' })).toMatchObject({
      kore: null,
      admin: null,
    })
  })

  test('turns secrets into keys and removes them from the environment', () => {
    const env: Record<string, string | undefined> = {
      ...kore,
      ADMIN_EMAIL: 'a@example.com',
      ADMIN_PASSWORD: 'a long enough password',
      DATABASE_URL: 'postgresql://u:canary-database@h/d',
    }
    const config = configOf(env)
    expect(config.kore?.secret.export().toString()).toBe(secret)
    expect(config.kore?.host).toBe('https://platform.kore.ai')
    expect(JSON.stringify(env)).not.toMatch(/canary|long enough/)
    expect(JSON.stringify(config.kore)).not.toContain(secret)
  })

  test('drops the line break of a secret from a file', () => {
    const config = configOf({ ...kore, KORE_CLIENT_SECRET: undefined, KORE_CLIENT_SECRET_FILE: file(`${secret}\r\n`) })
    expect(config.kore?.secret.export().toString()).toBe(secret)
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['a port out of range', { PORT: '70000' }, /^PORT must be/],
    ['a port in words', { PORT: 'http' }, /^PORT must be/],
    ['half a connection', { KORE_HOST: 'platform.kore.ai' }, /KORE_CLIENT_ID and KORE_CLIENT_SECRET/],
    ['a host with a path', { ...kore, KORE_HOST: 'https://platform.kore.ai/evil' }, /^KORE_HOST/],
    ['plain http to elsewhere', { ...kore, KORE_HOST: 'http://platform.kore.ai' }, /^KORE_HOST/],
    ['a short secret', { ...kore, KORE_CLIENT_SECRET: 'short' }, /32 or more/],
    ['secret and file', { ...kore, KORE_CLIENT_SECRET_FILE: '/x' }, /both set/],
    [
      'a missing file',
      { ...kore, KORE_CLIENT_SECRET: '', KORE_CLIENT_SECRET_FILE: '/nowhere/at/all' },
      /cannot be read \(ENOENT\)/,
    ],
    ['an email alone', { ADMIN_EMAIL: 'a@example.com' }, /go together/],
    ['a short password', { ADMIN_EMAIL: 'a@example.com', ADMIN_PASSWORD: 'short' }, /15 characters/],
    ['an open bind', { HOST: '0.0.0.0' }, /set PUBLIC_URL/],
    ['an open bind in plain http', { HOST: '0.0.0.0', PUBLIC_URL: 'http://127.0.0.1:8080' }, /must be https/],
    ['plain http for others', { PUBLIC_URL: 'http://muster.example.com' }, /must be https/],
    ['a public path', { PUBLIC_URL: 'https://muster.example.com/muster' }, /without a path/],
    ['a role without a database', { MUSTER_ROLE: 'worker' }, /DATABASE_URL/],
    ['an unknown role', { MUSTER_ROLE: 'boss' }, /one of all, web, worker/],
    ['another database', { DATABASE_URL: 'mysql://h/d' }, /postgresql/],
    ['a % that no driver reads', { DATABASE_URL: 'postgresql://muster:caf%e4@db/muster' }, /write % as %25/],
    ['an invalid key', { ...kore, KORE_JWE_KEY: 'abc' }, /JWK/],
    ['an issuer alone', { OIDC_ISSUER: 'https://id.example.com' }, /also set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET/],
    ['a client without issuer', { OIDC_CLIENT_ID: 'muster' }, /also set OIDC_ISSUER/],
    ['an issuer that is no address', { ...oidc, OIDC_ISSUER: 'login.example.com' }, /^OIDC_ISSUER must be an address/],
    ['metadata as issuer', { ...oidc, OIDC_ISSUER: 'https://a.example/.well-known/openid-configuration' }, /remove/],
    ['a plain issuer', { ...oidc, OIDC_ISSUER: 'http://login.example.com' }, /^OIDC_ISSUER must be https/],
    ['an issuer with a query', { ...oidc, OIDC_ISSUER: 'https://a.example/?p=1' }, /no query/],
    ['any company', { ...oidc, OIDC_ISSUER: 'https://login.microsoftonline.com/common/v2.0' }, /names no tenant/],
    ['scopes without openid', { ...oidc, OIDC_SCOPES: 'email' }, /must contain openid/],
    ['a pair without role', { ...oidc, OIDC_ROLES: 'Support' }, /pairs group=role/],
    [
      'a misspelled role',
      { ...oidc, OIDC_ROLES: 'Support=help-dsk' },
      /"help-dsk" is not a role.*Did you mean help_desk/,
    ],
    ['a protected user in brackets', { MUSTER_PROTECTED_USERS: 'Ana <ana@x.example>' }, /^MUSTER_PROTECTED_USERS must/],
    ['a link to a protected user', { MUSTER_PROTECTED_USERS: 'E1, mailto:ana@x.example' }, /nothing around them/],
    ['an identity in quotes', { KORE_IDENTITY: '“ana@x.example”' }, /^KORE_IDENTITY must be emails and IDs/],
    ['no way in', { MUSTER_PASSPHRASES: 'administrator' }, /also set OIDC_ISSUER/],
    ['owners by default', { ...oidc, OIDC_DEFAULT_ROLE: 'owner' }, /must not be owner/],
  ])('refuses %s with a sentence', (_what, env, sentence) => {
    const problems = problemsOf(env)
    expect(problems.join('\n')).toMatch(sentence)
    expect(problems.join('\n')).not.toContain(secret)
  })

  test('takes protected users in the form in which users are compared', () => {
    const { protectedUsers } = configOf({ MUSTER_PROTECTED_USERS: 'E1 Rene\u0301e@XN--bcher-kva.example' }).guards
    expect([...protectedUsers.keys()]).toEqual(['e1', 'ren\u00e9e@b\u00fccher.example'])
  })

  test.each(['50%off', '100%', 'a%zz%e4', 'p%40b', 'caf%c3%a9'])(
    'takes the password %s as the driver does',
    (password) => {
      const url = `postgresql://muster:${password}@db/muster`
      expect(configOf({ DATABASE_URL: url }).databaseUrl).toBe(url)
      expect(() => new Client(url)).not.toThrow()
      expect(() => new Client('postgresql://muster:caf%e4@db/muster')).toThrow(URIError)
    },
  )

  test('reads sign-in through an identity provider; groups may contain separators of a directory', () => {
    const roles = ' CN=Help,OU=IT=help_desk; Muster Owners=owner; Leads=role: Team Lead ;'
    expect(configOf({ ...oidc, OIDC_ROLES: roles, OIDC_DEFAULT_ROLE: 'viewer' }).oidc).toMatchObject({
      issuer: 'https://login.example.com/tenant',
      name: 'login.example.com',
      scopes: 'openid email profile',
      roles: [
        { group: 'CN=Help,OU=IT', role: { builtIn: 'help_desk' } },
        { group: 'Muster Owners', role: { builtIn: 'owner' } },
        { group: 'Leads', role: { custom: 'Team Lead' } },
      ],
      defaultRole: 'viewer',
      trustEmail: false,
      timeoutMs: 10_000,
    })
    expect(configOf({}).oidc).toBeNull()
    expect(configOf({ ...oidc, OIDC_ISSUR: 'x' }).warnings.join()).toContain('Did you mean OIDC_ISSUER?')
  })

  test('accepts a container published on loopback', () => {
    const env = { HOST: '0.0.0.0', PUBLIC_URL: 'http://localhost:8080' }
    expect(problemsOf(env)).toHaveLength(1)
    expect(configOf({ ...env, MUSTER_ALLOW_PLAIN_HTTP: 'true' }).publicUrl).toBe('http://localhost:8080')
    expect(
      problemsOf({ ...env, PUBLIC_URL: 'http://muster.example.com', MUSTER_ALLOW_PLAIN_HTTP: 'true' }),
    ).toHaveLength(1)
  })

  test('lists every problem at once', () => {
    expect(
      problemsOf({ PORT: 'x', KORE_BATCH_SIZE: '0', KORE_QUIESCE_SECONDS: '0', MUSTER_ROLE: 'x', ADMIN_EMAIL: 'x' }),
    ).toHaveLength(5)
  })

  test('reports an unknown variable of ours as a probable typo', () => {
    expect(configOf({ KORE_CLIENT_SECERT: 'x', PATH: '/bin', MUSTER_WHATEVER_ELSE: '1' }).warnings).toEqual([
      'KORE_CLIENT_SECERT is set, but Muster does not know it. Did you mean KORE_CLIENT_SECRET?',
      'MUSTER_WHATEVER_ELSE is set, but Muster does not know it.',
    ])
  })
})
