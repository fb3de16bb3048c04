import { t } from '@lingui/core/macro'
import type { ChangedSelection } from '@muster/contracts/selections'
import { useCallback, useRef, useState } from 'react'
import { ApiError } from '../../../lib/api-error.ts'
import { type HeldSelection, heldOf, withoutKnown, withSaved } from './held-selection.ts'
import type { SelectionChange } from './selection-calls.ts'

// Loads with the first selected user.
const loadCalls = () => import('./selection-calls.ts')

// One selection for each tab and member. The browser's storage has only its ID.
const keyOf = (memberId: string): string => `muster.selection.${memberId}`

function readId(memberId: string): string | null {
  try {
    return sessionStorage.getItem(keyOf(memberId))
  } catch {
    return null
  }
}

function storeId(memberId: string, id: string | null): void {
  try {
    if (id === null) sessionStorage.removeItem(keyOf(memberId))
    else sessionStorage.setItem(keyOf(memberId), id)
  } catch {
    // A browser may refuse storage. The selection then lasts as long as the page.
  }
}

const isGone = (error: unknown): boolean => error instanceof ApiError && error.problem.code === 'not_found'

export const goneWords = (): string =>
  t`The selection was not used for some time and was removed. Select the users again.`

function failureWords(error: unknown): string {
  if (isGone(error)) return goneWords()
  return error instanceof ApiError ? error.problem.detail : t`The selection could not be changed.`
}

/** The selection on the server, by its ID. Calls wait for one another; an era ends when the tab forgets the selection. */
function useServerSelection(memberId: string, firstId: string | null) {
  const server = useRef({ id: firstId, queue: Promise.resolve<unknown>(undefined), era: 0 })
  const idNow = useCallback(() => server.current.id, [])
  const setId = useCallback(
    (id: string | null): void => {
      server.current.id = id
      storeId(memberId, id)
    },
    [memberId],
  )
  const enqueue = useCallback(<T>(run: (isSameEra: () => boolean) => Promise<T>): Promise<T> => {
    const { current } = server
    const { era } = current
    const done = current.queue.then(() => run(() => era === current.era))
    current.queue = done
    return done
  }, [])
  const endEra = useCallback((): void => {
    server.current.era += 1
    setId(null)
  }, [setId])
  return { idNow, setId, enqueue, endEra }
}

/** Saves a change. `next` tells what the tab holds meanwhile. */
type Save = (
  change: SelectionChange,
  next: (before: HeldSelection) => HeldSelection,
) => Promise<ChangedSelection | undefined>

/** The selection of the tab, and its changes, which reach the server one after another. */
export function useSavedChanges(memberId: string, isKept: boolean) {
  const [held, setHeld] = useState(() => heldOf(isKept ? readId(memberId) : null))
  const { idNow, setId, enqueue, endEra } = useServerSelection(memberId, held.id)
  const save: Save = useCallback(
    (change, next) => {
      setHeld((before) => ({ ...next(before), pending: before.pending + 1 }))
      return enqueue(async (isSameEra) => {
        try {
          const result = await (await loadCalls()).saveChange(isSameEra() ? idNow() : null, change)
          const count = result?.count ?? 0
          const id = count === 0 ? null : (result?.id ?? null)
          if (isSameEra()) setId(id)
          setHeld((before) =>
            isSameEra() ? withSaved(before, { id, count }) : { ...before, pending: before.pending - 1 },
          )
          return result ?? undefined
        } catch (error) {
          if (isGone(error)) setId(null)
          setHeld((before) => withoutKnown({ ...before, pending: before.pending - 1 }, idNow(), failureWords(error)))
          return undefined
        }
      })
    },
    [enqueue, idNow, setId],
  )
  const forget = useCallback(
    (notice: string | null): void => {
      endEra()
      setHeld((before) => withoutKnown(before, null, notice))
    },
    [endEra],
  )
  return { held, setHeld, save, forget }
}
