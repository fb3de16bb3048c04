import { t } from '@lingui/core/macro'
import type { Environment } from '@muster/core/environment'
import { FlaskConical, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { environmentEffect, environmentLabel } from '../ui/facts/environment-text.ts'
import { Sentence } from '../ui/facts/sentence.tsx'
import classes from './environment-marker.module.css'

interface EnvironmentMarkerProps {
  readonly environment: Environment
  readonly accountName: string
}

/** The environment, on every page. Production differs from all others in words, icon, pattern and color. */
export function EnvironmentMarker({ environment, accountName }: EnvironmentMarkerProps): ReactNode {
  const Icon = environment === 'production' ? TriangleAlert : FlaskConical
  return (
    <aside aria-label={t`Environment`} className={classes.marker} data-environment={environment}>
      <Icon size={14} aria-hidden="true" />
      <strong>{environmentLabel(environment)}</strong>
      <span className={classes.account}>
        <Sentence text={accountName} />
      </span>
      <span className={classes.effect}>{environmentEffect(environment)}</span>
    </aside>
  )
}
