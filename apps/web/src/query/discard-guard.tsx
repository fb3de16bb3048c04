import { t } from '@lingui/core/macro'
import { useBlocker, useRouter } from '@tanstack/react-router'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { isPageReplaced } from '../lib/session-loss.ts'
import { ConfirmDialog } from '../ui/form/confirm-dialog.tsx'

interface DiscardGuardOptions {
  /** Whether leaving would lose choices or input. */
  readonly hasChanges: () => boolean
  /** Closes the form, if it has a button for that. */
  readonly onClose?: () => void
  /** Awaited before leaving within the app: a request on its way may save the input. */
  readonly settle?: () => Promise<unknown>
  /** Called when the member keeps editing. */
  readonly onKeep?: () => void
  /** What the form is a part of: it keeps its input while the address is that of the same page, or of the same issue on it. */
  readonly partOf?: 'page' | 'issue'
  /** The question; by default about the input of a form. */
  readonly words?: DiscardWords
}

export interface DiscardWords {
  readonly title: string
  readonly text: string
  readonly discard: string
  readonly keep: string
}

/** Asks before input is lost: on `close`, on Back, on a link and on leaving the app. Render `question`. */
export function useDiscardGuard({ hasChanges, settle, onClose, onKeep, partOf, words }: DiscardGuardOptions) {
  const blocker = useLeaveBlocker(hasChanges, partOf, settle)
  const [act, setAct] = useState<(() => void) | null>(null)
  const isConfirming = act !== null || blocker.status === 'blocked'
  /** Does what loses the input, after a question if there are changes. */
  const confirmLoss = (lose: () => void): void => {
    if (hasChanges()) setAct(() => lose)
    else lose()
  }
  const close = (): void => confirmLoss(() => onClose?.())
  const keep = (): void => {
    setAct(null)
    blocker.reset?.()
    onKeep?.()
  }
  const discard = (): void => {
    setAct(null)
    blocker.proceed?.()
    if (act === null) onClose?.()
    else act()
  }
  // Mounted only while it asks, because the Escape that opens it would also close it.
  const question = isConfirming ? <DiscardDialog words={words} onKeep={keep} onDiscard={discard} /> : null
  return { confirmLoss, close, isConfirming, question }
}

/** The guard of a form that another component renders: pass it `setDirty`, for `useReportDirty`. */
export function usePartGuard(options: Omit<DiscardGuardOptions, 'hasChanges'>) {
  // No state: a key that follows the input at once would be handled before it is set.
  const isDirty = useRef(false)
  const setDirty = useCallback((next: boolean) => {
    isDirty.current = next
  }, [])
  return { ...useDiscardGuard({ ...options, hasChanges: () => isDirty.current }), setDirty }
}

/** Reports whether closing would lose input, while the form is on screen. */
export function useReportDirty(isDirty: boolean, report: (isDirty: boolean) => void): void {
  useEffect(() => {
    report(isDirty)
    return () => report(false)
  }, [isDirty, report])
}

/** Blocks leaving the page, by the router or the browser, while the form has changes. */
function useLeaveBlocker(
  hasChanges: () => boolean,
  partOf: DiscardGuardOptions['partOf'],
  settle: DiscardGuardOptions['settle'],
) {
  const check = useRef(hasChanges)
  useEffect(() => {
    check.current = hasChanges
  })
  const router = useRouter()
  const [here] = useState(() => router.state.location.pathname)
  const shouldBlock = (pathname: string): boolean => pathname === here && !isPageReplaced() && check.current()
  return useBlocker({
    // A form that was sent stays on screen while the next page loads: Back from there leaves no form.
    shouldBlockFn: async ({ current, next }) => {
      if (isSamePart(partOf, current, next) || !shouldBlock(current.pathname)) return false
      await settle?.()
      return shouldBlock(current.pathname)
    },
    enableBeforeUnload: () => shouldBlock(router.latestLocation.pathname),
    withResolver: true,
  })
}

interface Place {
  readonly pathname: string
  readonly search: object
}

const issueOf = ({ search }: Place): unknown => ('issue' in search ? search.issue : undefined)

function isSamePart(partOf: DiscardGuardOptions['partOf'], one: Place, other: Place): boolean {
  if (partOf === undefined || one.pathname !== other.pathname) return false
  return partOf === 'page' || issueOf(one) === issueOf(other)
}

const formWords = (): DiscardWords => ({
  title: t`Discard changes?`,
  text: t`Your choices and input in this form are lost. Nothing has been sent.`,
  discard: t`Discard changes`,
  keep: t`Keep editing`,
})

interface DiscardDialogProps {
  readonly words: DiscardWords | undefined
  readonly onKeep: () => void
  readonly onDiscard: () => void
}

function DiscardDialog({ words = formWords(), onKeep, onDiscard }: DiscardDialogProps): ReactNode {
  const { title, text, discard, keep } = words
  return (
    <ConfirmDialog title={title} action={discard} closeLabel={keep} size="sm" onConfirm={onDiscard} onClose={onKeep}>
      <p>{text}</p>
    </ConfirmDialog>
  )
}
