import { Button, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { Pencil, ShieldOff, UserMinus } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatCount, formatNumber } from '../../../lib/format.ts'
import type { Action } from '../../../lib/target.ts'
import { pickLimit } from './selection.ts'
import classes from './selection-bar.module.css'

interface Count {
  readonly value: number
  readonly capped: boolean
}

interface SelectionBarProps {
  readonly count: Count
  readonly isMatching: boolean
  /** Picked users that the search does not find; null while that is not known. */
  readonly beyondSearch: number | null
  /** The selected users are known, so that a form can name them. */
  readonly canAct: boolean
  /** Selected on the page shown. */
  readonly onPage: number
  /** How many match the search. */
  readonly matching: Count
  /** Actions this person may take. */
  readonly actions: readonly Action[]
  readonly onAll: () => void
  readonly onClear: () => void
  readonly onAct: (action: Action) => void
}

const looks = {
  edit: { name: 'Edit access…', Icon: Pencil },
  remove: { name: 'Remove…', Icon: UserMinus },
  erase: { name: 'Queue erasure…', Icon: ShieldOff },
} as const

/** "4,812 users" for one count, capped or not. */
const users = (count: Count) => `${formatCount(count)} ${count.value === 1 && !count.capped ? 'user' : 'users'}`

/** Who is selected and what can be done with them; takes the place of the table's header. */
export function SelectionBar(props: SelectionBarProps): ReactNode {
  const { count, isMatching, beyondSearch, onPage, matching } = props
  const isEmpty = count.value === 0
  const isAllOnPage = onPage === count.value
  const offersAll = !isMatching && (matching.capped || matching.value > count.value)
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks */}
      <VisuallyHidden role="status">{isEmpty ? '' : `${users(count)} selected`}</VisuallyHidden>
      {isEmpty ? null : (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset brings a legend and a look of its own
        <div role="group" aria-label="Selection" className={classes.bar}>
          <span className={classes.words}>
            <strong>
              {isMatching ? `All ${formatCount(count)} matching` : `${formatNumber(count.value)} selected`}
            </strong>
            {isMatching || isAllOnPage ? null : <span>{formatNumber(onPage)} on this page</span>}
            {beyondSearch === null || beyondSearch === 0 ? null : (
              <span>{formatNumber(beyondSearch)} not in this search</span>
            )}
            {offersAll ? (
              <UnstyledButton className={classes.link} onClick={props.onAll}>
                Select all {formatCount(matching)} matching
              </UnstyledButton>
            ) : null}
            <UnstyledButton className={classes.link} onClick={props.onClear}>
              Clear
            </UnstyledButton>
            {!isMatching && count.value >= pickLimit ? (
              <span>{formatNumber(pickLimit)} is the most by hand</span>
            ) : null}
          </span>
          <span className={classes.actions}>
            {props.actions.map((action) => {
              const { name, Icon } = looks[action]
              return (
                <Button
                  key={action}
                  size="compact-sm"
                  variant="default"
                  disabled={!props.canAct}
                  leftSection={<Icon size={14} aria-hidden="true" />}
                  onClick={() => props.onAct(action)}
                >
                  {name}
                </Button>
              )
            })}
          </span>
        </div>
      )}
    </>
  )
}
