import type { ReactNode } from 'react'
import classes from './fact-list.module.css'

interface FactListProps {
  /** Label and value, in order. An absent value is a dash. */
  readonly facts: readonly (readonly [label: string, value: ReactNode])[]
}

/** Labels with their values beside them. */
export function FactList({ facts }: FactListProps): ReactNode {
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label} className={classes.fact}>
          <dt className={classes.label}>{label}</dt>
          <dd className={classes.value}>{value === null || value === undefined || value === '' ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  )
}
