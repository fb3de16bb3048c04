import type { AccountDecision, Hold } from '@muster/contracts/hold'

/** Whether jobs are held because the store was restored or copied, or belongs to another account. */
export interface HoldStore {
  current(): Promise<Hold | null>
  /** Whether the data is of the account that this process is connected to. */
  isOwnAccount(): Promise<boolean>
  /**
   * `released`: after a restore. `decided`: only about the account. `stale`: the accounts are others than those decided about, or no decision was given. `not_same`: one of them is the
   * built-in sandbox.
   */
  release(by: {
    readonly account: AccountDecision | undefined
    readonly actor: string
    readonly at: number
  }): Promise<'released' | 'decided' | 'not_held' | 'stale' | 'not_same'>
}
