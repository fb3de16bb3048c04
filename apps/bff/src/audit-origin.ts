import { AsyncLocalStorage } from 'node:async_hooks'

/** Where a request came from, for the audit entries of its acts. */
export interface AuditOrigin {
  /** Name of the token that a script used, if any. */
  readonly token: string | null
  readonly address: string | null
  /** Groups the acts of one session; it grants no access. */
  readonly session: string | null
}

const none: AuditOrigin = { token: null, address: null, session: null }
const current = new AsyncLocalStorage<AuditOrigin>()

/** Runs a request; every entry that it appends has this origin. */
export const withAuditOrigin = <T>(origin: AuditOrigin, work: () => T): T => current.run(origin, work)

/** Runs work that outlives the request in which it begins: its entries are not the request's. */
export const withoutAuditOrigin = <T>(work: () => T): T => current.run(none, work)

/** The origin of the entries appended now. */
export const auditOrigin = (): AuditOrigin => current.getStore() ?? none
