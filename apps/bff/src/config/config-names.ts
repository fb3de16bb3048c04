import { editDistance } from '@muster/core/text/edit-distance'

const own = [
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'DATA_DIR',
  'DATABASE_URL',
  'DATABASE_URL_FILE',
  'KORE_HOST',
  'KORE_CLIENT_ID',
  'KORE_CLIENT_SECRET',
  'KORE_CLIENT_SECRET_FILE',
  'KORE_RATE_PER_MINUTE',
  'KORE_RATE_PER_HOUR',
  'KORE_BATCH_SIZE',
  'KORE_QUIESCE_SECONDS',
  'KORE_ENFORCE_JTI',
  'KORE_ENVIRONMENT',
  'KORE_IDENTITY',
  'KORE_CA_FILE',
  'KORE_SANDBOX_LIMITS',
  'KORE_JWE_KEY',
  'KORE_JWE_KEY_FILE',
  'ADMIN_EMAIL',
  'ADMIN_PASSWORD',
  'ADMIN_PASSWORD_FILE',
  'OIDC_ISSUER',
  'MUSTER_ALLOW_REMOVING_MOST',
  'MUSTER_CONFIRM_PERCENT',
  'MUSTER_CONFIRM_USERS',
  'MUSTER_DELAY_FROM_USERS',
  'MUSTER_DELAY_MINUTES',
  'MUSTER_ERASURE_DELAY_MINUTES',
  'MUSTER_PROTECTED_USERS',
  'MUSTER_ROLE',
  'MUSTER_TRUSTED_PROXIES',
  'MUSTER_ALLOW_PLAIN_HTTP',
  'MUSTER_LOG_LEVEL',
  'MUSTER_METRICS_TOKEN',
  'MUSTER_METRICS_TOKEN_FILE',
  // Read by the web app's development server and by the launcher.
  'MUSTER_BACKEND',
  'MUSTER_NODE',
] // prettier-ignore
const families = /^(KORE|MUSTER|OIDC)_|^ADMIN_(EMAIL|PASSWORD)/

/** A sentence for each variable that looks like ours and is not: a probable typo. */
export function strangers(names: readonly string[]): string[] {
  return names
    .filter((name) => families.test(name) && !own.includes(name))
    .map((name) => {
      const nearest = own.toSorted((one, other) => editDistance(name, one) - editDistance(name, other))[0] ?? ''
      const hint = editDistance(name, nearest) <= 4 ? ` Did you mean ${nearest}?` : ''
      return `${name.slice(0, 80)} is set, but Muster does not know it.${hint}`
    })
}
