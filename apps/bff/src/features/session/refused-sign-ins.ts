import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import { withoutAuditOrigin } from '../../audit-origin.ts'
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
  const write = (sentence: Message) =>
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
      await write(countMessage(last.count, last.accounts.size))
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
    withoutAuditOrigin(writeCounts).catch(() => {
      counted = null
    })
    await write(message('audit.sign_in_refused', { account: describeAccount(email), address }))
  }
}

const countMessage = (signIns: number, accounts: number): Message =>
  message(accounts < maxAccounts ? 'audit.sign_ins_refused' : 'audit.sign_ins_refused_or_more', { signIns, accounts })
