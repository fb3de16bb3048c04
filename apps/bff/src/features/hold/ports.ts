import type { Hold } from '@muster/contracts/hold'

/** Whether jobs are held because the store was restored or copied. */
export interface HoldStore {
  current(): Promise<Hold | null>
  /** False if no job was held. */
  release(by: { readonly actor: string; readonly at: number }): Promise<boolean>
}
