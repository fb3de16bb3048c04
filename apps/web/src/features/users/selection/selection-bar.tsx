import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, UnstyledButton, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatCount, formatNumber } from '../../../lib/format.ts'
import type { Action } from '../../../lib/target.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { actionButton } from '../user-text.ts'
import { pickLimit } from './selection.ts'
import classes from './selection-bar.module.css'

interface Count {
  readonly value: number
  readonly capped: boolean
}

interface SelectionBarProps {
  readonly count: Count
  readonly isMatching: boolean
  /** Picked users outside the search; null while unknown. */
  readonly beyondSearch: number | null
  /** The selected users are loaded, because forms show their names. */
  readonly canAct: boolean
  /** Selected users on this page. */
  readonly onPage: number
  /** Number of users that match the search. */
  readonly matching: Count
  readonly actions: readonly Action[]
  readonly onAll: () => void
  readonly onClear: () => void
  readonly onAct: (action: Action) => void
  /** Compares two users; null unless two are selected. */
  readonly onCompare: (() => void) | null
}

/** For screen readers: "4,812 users selected". */
function selectedWords(count: Count): string {
  const shown = formatCount(count)
  return plural(count.value, { one: `${shown} user selected`, other: `${shown} users selected` })
}

/** The selected users and the actions on them, in place of the table's header. */
export function SelectionBar(props: SelectionBarProps): ReactNode {
  const { count, isMatching, beyondSearch, onPage, matching } = props
  const isEmpty = count.value === 0
  const isAllOnPage = onPage === count.value
  const offersAll = !isMatching && (matching.capped || matching.value > count.value)
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks */}
      <VisuallyHidden role="status">{isEmpty ? '' : selectedWords(count)}</VisuallyHidden>
      {isEmpty ? null : (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset brings a legend and a look of its own
        <div role="group" aria-label={t`Selection`} className={classes.bar}>
          <span className={classes.words}>
            <strong>
              {isMatching
                ? t`All ${{ count: formatCount(count) }} matching`
                : t`${{ count: formatNumber(count.value) }} selected`}
            </strong>
            {isMatching || isAllOnPage ? null : <span>{t`${{ count: formatNumber(onPage) }} on this page`}</span>}
            {beyondSearch === null || beyondSearch === 0 ? null : (
              <span>{t`${{ count: formatNumber(beyondSearch) }} not in this search`}</span>
            )}
            {offersAll ? (
              <UnstyledButton className={classes.link} onClick={props.onAll}>
                {t`Select all ${{ count: formatCount(matching) }} matching`}
              </UnstyledButton>
            ) : null}
            <UnstyledButton className={classes.link} onClick={props.onClear}>
              <Trans>Clear</Trans>
            </UnstyledButton>
            {!isMatching && count.value >= pickLimit ? (
              <span>{t`At most ${{ limit: formatNumber(pickLimit) }} users can be selected by hand`}</span>
            ) : null}
          </span>
          <span className={classes.actions}>
            {props.onCompare === null ? null : (
              <Button size="compact-sm" variant="default" onClick={props.onCompare}>
                <Trans>Compare</Trans>
              </Button>
            )}
            {props.actions.map((action) => {
              const { name, Icon } = actionButton(action)
              return (
                <PermittedButton
                  key={action}
                  permission="plans:write"
                  size="compact-sm"
                  variant="default"
                  disabled={!props.canAct}
                  leftSection={<Icon size={14} aria-hidden="true" />}
                  onClick={() => props.onAct(action)}
                >
                  {name}
                </PermittedButton>
              )
            })}
          </span>
        </div>
      )}
    </>
  )
}
