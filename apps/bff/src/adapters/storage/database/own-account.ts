import type { Account } from '@muster/contracts/hold'
import {
  type KyselyPlugin,
  type PluginTransformResultArgs,
  type QueryExecutorProvider,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely'

/** Carries the account that this process is connected to, to every query. */
class AccountPlugin implements KyselyPlugin {
  readonly account: string
  constructor(account: string) {
    this.account = account
  }
  transformQuery({ node }: Parameters<KyselyPlugin['transformQuery']>[0]) {
    return node
  }
  async transformResult({ result }: PluginTransformResultArgs) {
    return result
  }
}

/** An account as it is stored: fields in one order, because stored texts are compared. */
export const accountText = ({ host, clientId, environment, isBuiltIn }: Account): string =>
  JSON.stringify({ host, clientId, environment, isBuiltIn })

export const accountPlugin = (account: Account): KyselyPlugin => new AccountPlugin(accountText(account))

/**
 * Condition on the row of `store_state`: the data belongs to the account of this process. Replicas may be connected to
 * different ones for a moment, while they are restarted with other settings.
 */
export function isOwnAccount(db: QueryExecutorProvider): RawBuilder<SqlBool> {
  for (const plugin of db.getExecutor().plugins)
    if (plugin instanceof AccountPlugin) return sql`(other_account is null and account = ${plugin.account})`
  return sql`(other_account is null)`
}

/** The same, and no job is held: calls of jobs may leave. */
export const maySend = (db: QueryExecutorProvider): RawBuilder<SqlBool> =>
  sql`(held_since is null and ${isOwnAccount(db)})`
