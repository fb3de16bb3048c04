import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import { describeAccount } from './describe-account.ts'

/** A sign-in refused before its password check. */
export interface RefusedSignIn {
  readonly email: string
  readonly address: string
}

/** Refusals within this time share one entry. */
const windowMs = 60_000
/** Maximum accounts to distinguish. */
const maxAccounts = 1000

/**
 * Records sign-ins refused by the rate limit in the audit: the first at once, later ones as one count a
 * minute, so a flood cannot fill the store.
 */
export function createRefusedSignIns({ audit, clock }: { audit: AuditLog; clock: Clock }) {
  let counted: { count: number; accounts: Set<string> } | null = null
  const write = (sentence: string) =>
    audit.append({
      action: 'session.sign_in_failed',
      actor: 'Muster',
      sentence,
      outcome: 'refused',
    })
  const writeCounts = async () => {
    for (;;) {
      await clock.sleep(windowMs)
      const last = counted
      if (last === null || last.count === 0) break
      counted = { count: 0, accounts: new Set() }
      await write(countInWords(last.count, last.accounts.size))
    }
    counted = null
  }
  return async ({ email, address }: RefusedSignIn): Promise<void> => {
    if (counted !== null) {
      counted.count += 1
      if (counted.accounts.size < maxAccounts) counted.accounts.add(email.toLowerCase())
      return
    }
    counted = { count: 0, accounts: new Set() }
    writeCounts().catch(() => {
      counted = null
    })
    await write(`A sign-in as ${describeAccount(email)} from ${address} was refused: too many attempts`)
  }
}

function countInWords(signIns: number, accounts: number): string {
  const many = accounts < maxAccounts ? String(accounts) : `${maxAccounts} or more`
  const verb = signIns === 1 ? 'sign-in was' : 'sign-ins were'
  return `${signIns} more ${verb} refused in a minute, to ${many} ${accounts === 1 ? 'account' : 'accounts'}: too many attempts`
}
