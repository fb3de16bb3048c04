import { useBlocker, useRouter } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import { isPageReplaced } from './session-loss.ts'

/** Blocks leaving the page, by the router or the browser, while the watched form has changes. */
export function useLeaveGuard() {
  const check = useRef<() => boolean>(() => false)
  const router = useRouter()
  const [here] = useState(() => router.state.location.pathname)
  const shouldBlock = (pathname: string): boolean => pathname === here && !isPageReplaced() && check.current()
  const blocker = useBlocker({
    // A form that was sent stays on screen while the next page loads: Back from there leaves no form.
    shouldBlockFn: ({ current }) => shouldBlock(current.pathname),
    enableBeforeUnload: () => shouldBlock(router.latestLocation.pathname),
    withResolver: true,
  })
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
