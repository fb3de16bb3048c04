import { CatchBoundary } from '@tanstack/react-router'
import { type ReactNode, Suspense } from 'react'

interface LazyPartProps {
  readonly fallback?: ReactNode
  readonly children: ReactNode
}

/** A part of the app that loads after the first paint. If its code does not load, the rest still works. */
export function LazyPart({ fallback = null, children }: LazyPartProps): ReactNode {
  return (
    <CatchBoundary getResetKey={() => 0} errorComponent={() => fallback}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </CatchBoundary>
  )
}
