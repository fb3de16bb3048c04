import type { Environment } from '@muster/core/environment'
import { FlaskConical, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { environmentWords } from '../ui/facts/environment-words.ts'
import { Sentence } from '../ui/facts/sentence.tsx'
import classes from './environment-marker.module.css'

interface EnvironmentMarkerProps {
  readonly environment: Environment
  readonly accountName: string
}

/** Production looks different from all others on every page: words, icon, pattern and colour. */
export function EnvironmentMarker({ environment, accountName }: EnvironmentMarkerProps): ReactNode {
  const { label, effect } = environmentWords[environment]
  const Icon = environment === 'production' ? TriangleAlert : FlaskConical
  return (
    <aside aria-label="Environment" className={classes.marker} data-environment={environment}>
      <Icon size={14} aria-hidden="true" />
      <strong>{label}</strong>
      <span className={classes.account}>
        <Sentence text={accountName} />
      </span>
      <span className={classes.mapping}>{effect}</span>
    </aside>
  )
}
