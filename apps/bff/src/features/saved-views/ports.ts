import type { SavedView } from '@muster/contracts/saved-views/saved-views'

/** The searches that members have saved; each reaches their own. */
export interface SavedViewStore {
  /** By name. */
  list(memberId: string): Promise<readonly SavedView[]>
  /** False: the member has as many as allowed. */
  create(memberId: string, view: SavedView, at: number): Promise<boolean>
  /** False: the member has no such view. */
  change(memberId: string, view: SavedView): Promise<boolean>
  delete(memberId: string, id: string): Promise<boolean>
}
