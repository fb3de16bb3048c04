import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { formatCount, formatNumber } from '../../../lib/format.ts'
import { withMessages } from '../../../lib/language/active-language.ts'
import type { Action } from '../../../lib/target.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { actionButton } from '../user-text.ts'
import classes from './selection-bar.module.css'
import type { KeptSelection } from './use-kept-selection.ts'

// Loads with the first selected user.
const SelectionMenu = lazy(async () => ({
  default: (await withMessages(import('./selection-menu.tsx'))).SelectionMenu,
}))

interface SelectionBarProps {
  readonly selection: Pick<KeptSelection, 'id' | 'count' | 'beyondSearch' | 'isSaved' | 'clear'>
  /** Selected users on this page. */
  readonly onPage: number
  /** Number of users that match the search. */
  readonly matching: { readonly value: number; readonly capped: boolean }
  readonly actions: readonly Action[]
  /** Adds all users that match; null if the member may not. */
  readonly onAll: (() => void) | null
  /** Null until the selection is saved. */
  readonly onAct: ((action: Action) => void) | null
  /** Compares two users; null unless two are selected. */
  readonly onCompare: (() => void) | null
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
          <SelectionActions {...props} />
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

function SelectionActions({ selection, actions, onAct, onCompare }: SelectionBarProps): ReactNode {
  return (
    <span className={classes.actions}>
      {onCompare === null ? null : (
        <Button size="compact-sm" variant="default" onClick={onCompare}>
          <Trans>Compare</Trans>
        </Button>
      )}
      {actions.map((action) => {
        const { name, Icon } = actionButton(action)
        return (
          <PermittedButton
            key={action}
            permission="plans:write"
            size="compact-sm"
            variant="default"
            disabled={onAct === null}
            leftSection={<Icon size={14} aria-hidden="true" />}
            onClick={() => onAct?.(action)}
          >
            {name}
          </PermittedButton>
        )
      })}
      {selection.id === null ? null : (
        <Suspense fallback={null}>
          <SelectionMenu id={selection.id} count={selection.count} isSaved={selection.isSaved} />
        </Suspense>
      )}
    </span>
  )
}
