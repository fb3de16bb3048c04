import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { PlanEntry } from '@muster/contracts/plans'
import { causeText } from '@muster/wording/cause/cause-text'
import { type ReactNode, useCallback } from 'react'
import { useAccessNames } from '../../../lib/access.ts'
import { knownCause } from '../../../lib/known-cause.ts'
import { isNarrowed, type PlanSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import list from '../../../query/list-page.module.css'
import { ListRows } from '../../../query/list-rows.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { SearchBox } from '../../../ui/form/search-box.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import classes from '../plan-page.module.css'
import { planItemsQuery } from '../queries.ts'
import type { PlanExclusion } from './exclusion-bar.tsx'
import { PlanItemRow } from './plan-item-row.tsx'

interface PlanItemsProps {
  readonly plan: PlanEntry
  readonly search: PlanSearch
  readonly onSearch: (change: AddressChange<PlanSearch>) => void
}

interface EditableItemsProps extends PlanItemsProps {
  readonly edit: PlanExclusion | null
}

/** All users of the plan with their changes, in keyset pages. */
export function PlanItems({ plan, search, edit, onSearch }: EditableItemsProps): ReactNode {
  const names = useAccessNames()
  const whole = search.q === undefined && search.effect === undefined && search.cause === undefined
  const total = search.disposition === undefined ? plan.summary.total : plan.summary.dispositions[search.disposition]
  return (
    <section className={classes.items} aria-label={t`Users of this plan`}>
      <PlanFilters plan={plan} search={search} onSearch={onSearch} />
      <ListRows
        filter={search}
        queryOf={(filter) => planItemsQuery(plan.id, filter)}
        loading={t`Loading the users of this plan`}
        label={t`Users of this plan`}
        columns={[t`User`, t`Changes`, t`Result`]}
        total={whole ? total : undefined}
        renderRow={(item) => <PlanItemRow key={item.seq} item={item} names={names} edit={edit} />}
        empty={<NoItems filtered={isNarrowed(search)} />}
      />
    </section>
  )
}

/** The search within the plan, the active filters, and the button that clears them. */
function PlanFilters({ plan, search, onSearch }: PlanItemsProps): ReactNode {
  const effect = plan.summary.effects.find((entry) => entry.key === search.effect)
  const cause = knownCause(search.cause)
  const find = useCallback((q: string) => onSearch({ q }), [onSearch])
  return (
    <div className={list.filterLine}>
      <SearchBox label={t`Find a user in this plan`} value={search.q ?? ''} onSearch={find} />
      {effect === undefined ? null : (
        <span>
          <Trans>
            Only <Sentence text={effect.label} />
          </Trans>
        </span>
      )}
      {cause === undefined ? null : <span>{t`Only: ${{ cause: causeText(i18n, cause).title }}`}</span>}
      {isNarrowed(search) ? (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => onSearch({ disposition: undefined, effect: undefined, cause: undefined, q: undefined })}
        >
          <Trans>Show all users</Trans>
        </Button>
      ) : null}
    </div>
  )
}

function NoItems({ filtered }: { filtered: boolean }): ReactNode {
  return (
    <EmptyState title={filtered ? t`No matching users` : t`No users in this plan`}>
      {filtered ? t`Choose another count or effect above.` : t`The selection for this plan was empty.`}
    </EmptyState>
  )
}
