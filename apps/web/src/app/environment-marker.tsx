import { FlaskConical, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './environment-marker.module.css'

interface EnvironmentMarkerProps {
  readonly environment: 'sandbox' | 'production'
  readonly accountName: string
}

/** Sandbox and production look different on every page: words, icon, pattern and colour. */
export function EnvironmentMarker({ environment, accountName }: EnvironmentMarkerProps): ReactNode {
  const isSandbox = environment === 'sandbox'
  const Icon = isSandbox ? FlaskConical : TriangleAlert
  return (
    <aside aria-label="Environment" className={classes.marker} data-environment={environment}>
      <Icon size={14} aria-hidden="true" />
      <strong>{isSandbox ? 'Sandbox' : 'Production'}</strong>
      <span className={classes.account}>{accountName}</span>
      <span className={classes.meaning}>
        {isSandbox ? 'Nothing here reaches a real account' : 'Changes reach real people'}
      </span>
    </aside>
  )
}
