import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Pill, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './filter-pills.module.css'

/** A filter that a list can have. */
export interface FilterPill<K extends string> {
  readonly key: K
  /** "Group: Quality"; null: not set. */
  readonly text: string | null
}

interface FilterPillsProps<K extends string> {
  readonly pills: readonly FilterPill<K>[]
  /** Removes these filters. */
  readonly onRemove: (keys: readonly K[]) => void
}

/** The filters that are set, each with a button that removes it. Renders nothing without one. */
export function FilterPills<K extends string>({ pills, onRemove }: FilterPillsProps<K>): ReactNode {
  const active = pills.filter(({ text }) => text !== null)
  if (active.length === 0) return null
  return (
    <div className={classes.pills}>
      {active.map(({ key, text }) => (
        <Pill
          key={key}
          size="md"
          withRemoveButton
          removeButtonProps={{
            'aria-label': t`Remove filter: ${{ filter: text ?? '' }}`,
            'aria-hidden': false,
            tabIndex: 0,
          }}
          onRemove={() => onRemove([key])}
        >
          <bdi>{text}</bdi>
        </Pill>
      ))}
      <UnstyledButton className={classes.clear} onClick={() => onRemove(pills.map(({ key }) => key))}>
        <Trans>Clear filters</Trans>
      </UnstyledButton>
    </div>
  )
}
