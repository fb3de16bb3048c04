import type { Hold } from '@muster/contracts/hold'

/** Whether jobs are held since the store was found to be restored or copied. */
export interface HoldStore {
  current(): Promise<Hold | null>
  /** False where nothing was held. */
  release(by: { readonly actor: string; readonly at: number }): Promise<boolean>
}
