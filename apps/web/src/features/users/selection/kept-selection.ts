import * as z from 'zod/mini'
import { nobody, restored, type Selected } from './selection.ts'

const keptSchema = z.object({
  kind: z.enum(['picked', 'matching']),
  ids: z.array(z.string()),
  /** Of the search that "everyone matching" belongs to. A search may hold an address, so only its digest is kept. */
  search: z.string(),
})

// One selection a tab and member. The storage of the browser holds ids and nothing else about users.
const keyOf = (memberId: string): string => `muster.selection.${memberId}`

/** FNV-1a, 32 bits: tells searches apart without keeping them. */
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

/** What this member had selected in this tab; everyone matching only where the search is the same. */
export function readKeptSelection(memberId: string, search: string): Selected {
  const kept = storedOf(memberId)
  if (kept === null || (kept.kind === 'matching' && kept.search !== digestOf(search))) return nobody
  return restored(kept.kind, kept.ids)
}

/** Keeps the ids of what is selected until the tab is closed. */
export function keepSelection(memberId: string, search: string, { kind, users }: Selected): void {
  const isEmpty = kind === 'picked' && users.size === 0
  try {
    if (isEmpty) sessionStorage.removeItem(keyOf(memberId))
    else {
      const kept = { kind, ids: [...users.keys()], search: kind === 'matching' ? digestOf(search) : '' }
      sessionStorage.setItem(keyOf(memberId), JSON.stringify(kept))
    }
  } catch {
    // A browser may refuse storage; the selection then lasts as long as the page.
  }
}
