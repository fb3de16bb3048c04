import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import classes from './count-tabs.module.css'

interface CountTab<K extends string> {
  /** Null is the total: no filter. */
  readonly key: K | null
  readonly label: string
  readonly count: number
  /** Color of the number. */
  readonly tone?: 'changed' | 'unchanged' | 'skipped' | 'failed' | 'not_attempted' | 'unknown'
}

interface CountTabsProps<K extends string> {
  /** "Filter by outcome". */
  readonly label: string
  readonly tabs: readonly CountTab<K>[]
  readonly active: K | null
  readonly onPick: (key: K | null) => void
}

/** Counts that add up; each is a filter for what it counts. */
export function CountTabs<K extends string>({ label, tabs, active, onPick }: CountTabsProps<K>): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset brings a legend and a look of its own
    <div role="group" aria-label={label} className={classes.tabs}>
      {tabs.map((tab) => (
        <UnstyledButton
          key={tab.key ?? ''}
          className={classes.tab}
          aria-pressed={tab.key === active}
          data-tone={tab.count === 0 ? 'none' : tab.tone}
          onClick={() => onPick(tab.key)}
        >
          <span className={classes.count}>{formatNumber(tab.count)}</span>
          <span className={classes.label}>{tab.label}</span>
        </UnstyledButton>
      ))}
    </div>
  )
}
