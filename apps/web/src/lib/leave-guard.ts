import { useBlocker } from '@tanstack/react-router'
import { useCallback, useRef } from 'react'
import { isPageReplaced } from './session-loss.ts'

/** Blocks leaving the page, by the router or the browser, while the watched form has changes. */
export function useLeaveGuard() {
  const check = useRef<() => boolean>(() => false)
  const shouldBlock = (): boolean => !isPageReplaced() && check.current()
  const blocker = useBlocker({ shouldBlockFn: shouldBlock, enableBeforeUnload: shouldBlock, withResolver: true })
  const watch = useCallback((hasChanges: () => boolean) => {
    check.current = hasChanges
  }, [])
  return {
    isBlocked: blocker.status === 'blocked',
    watch,
    stay: () => blocker.reset?.(),
    leave: () => blocker.proceed?.(),
  }
}
