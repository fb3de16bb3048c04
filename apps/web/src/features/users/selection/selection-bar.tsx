import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { formatCount, formatNumber } from '../../../lib/format.ts'
import { withMessages } from '../../../lib/language/active-language.ts'
import type { SelectionActionsProps } from './selection-actions.tsx'
import classes from './selection-bar.module.css'
import type { KeptSelection } from './use-kept-selection.ts'

// Loads with the first selected user.
const SelectionActions = lazy(async () => ({
  default: (await withMessages(import('./selection-actions.tsx'))).SelectionActions,
}))

interface SelectionBarProps extends Omit<SelectionActionsProps, 'selection'> {
  readonly selection: Pick<KeptSelection, 'id' | 'count' | 'beyondSearch' | 'isSaved' | 'clear'>
  /** Selected users on this page. */
  readonly onPage: number
  /** Number of users that match the search. */
  readonly matching: { readonly value: number; readonly capped: boolean }
  /** Adds all users that match; null if the member may not. */
  readonly onAll: (() => void) | null
}

/** For screen readers: "4,812 users selected". */
function selectedWords(count: number): string {
  const shown = formatNumber(count)
  return plural(count, { one: `${shown} user selected`, other: `${shown} users selected` })
}

/** The selected users and the actions on them, in place of the table's header. */
export function SelectionBar(props: SelectionBarProps): ReactNode {
  const { count } = props.selection
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks */}
      <VisuallyHidden role="status">{count === 0 ? '' : selectedWords(count)}</VisuallyHidden>
      {count === 0 ? null : (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset brings a legend and a look of its own
        <div role="group" aria-label={t`Selection`} className={classes.bar} data-floating-bar>
          <SelectionScope {...props} />
          <Suspense fallback={null}>
            <SelectionActions {...props} />
          </Suspense>
        </div>
      )}
    </>
  )
}

/** How many users are selected, and where; selects all that match, or none. */
function SelectionScope({ selection, onPage, matching, onAll }: SelectionBarProps): ReactNode {
  const { count, beyondSearch, clear } = selection
  const offersAll = beyondSearch === null || matching.capped || matching.value > count - beyondSearch
  return (
    <span className={classes.words}>
      <strong>{t`${{ count: formatNumber(count) }} selected`}</strong>
      {onPage === count ? null : <span>{t`${{ count: formatNumber(onPage) }} on this page`}</span>}
      {beyondSearch === null || beyondSearch === 0 ? null : (
        <span>{t`${{ count: formatNumber(beyondSearch) }} not in this search`}</span>
      )}
      {offersAll && onAll !== null ? (
        <UnstyledButton className={classes.link} onClick={onAll}>
          {t`Select all ${{ count: formatCount(matching) }} matching`}
        </UnstyledButton>
      ) : null}
      <UnstyledButton className={classes.link} onClick={clear}>
        <Trans>Clear</Trans>
      </UnstyledButton>
    </span>
  )
}
