import * as z from 'zod/mini'
import { emptySelection, restored, type Selected } from './selection.ts'

const keptSchema = z.object({
  kind: z.enum(['picked', 'matching']),
  ids: z.array(z.string()),
  /** Digest of the search of "all matching". A search may contain an address, so the search itself is not stored. */
  search: z.string(),
})

// One selection for each tab and member. The browser's storage has only the IDs of users.
const keyOf = (memberId: string): string => `muster.selection.${memberId}`

/** FNV-1a, 32 bits: distinguishes searches without storing them. */
function digestOf(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash.toString(16)
}

function storedOf(memberId: string): z.output<typeof keptSchema> | null {
  try {
    return keptSchema.safeParse(JSON.parse(sessionStorage.getItem(keyOf(memberId)) ?? '')).data ?? null
  } catch {
    return null
  }
}

/** The member's selection in this tab; "all matching" only for the same search. */
export function readKeptSelection(memberId: string, search: string): Selected {
  const kept = storedOf(memberId)
  if (kept === null || (kept.kind === 'matching' && kept.search !== digestOf(search))) return emptySelection
  return restored(kept.kind, kept.ids)
}

/** Keeps the IDs of the selection until the tab closes. */
export function keepSelection(memberId: string, search: string, { kind, users }: Selected): void {
  const isEmpty = kind === 'picked' && users.size === 0
  try {
    if (isEmpty) sessionStorage.removeItem(keyOf(memberId))
    else {
      const kept = { kind, ids: [...users.keys()], search: kind === 'matching' ? digestOf(search) : '' }
      sessionStorage.setItem(keyOf(memberId), JSON.stringify(kept))
    }
  } catch {
    // A browser may refuse storage. The selection then lasts as long as the page.
  }
}
