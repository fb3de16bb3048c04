import { Button } from '@mantine/core'
import type { PlanEntry } from '@muster/contracts/plans'
import { causeTexts } from '@muster/core/wording/cause-text'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback } from 'react'
import { useAccessNames } from '../../../lib/access.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { SearchBox } from '../../../ui/form/search-box.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { ErrorState } from '../../../ui/page/error-state.tsx'
import { LoadMore } from '../../../ui/page/load-more.tsx'
import { LoadingRows } from '../../../ui/page/loading-rows.tsx'
import { RowTable } from '../../../ui/page/row-table.tsx'
import type { PlanSearch } from '../list/plan-search.ts'
import classes from '../plan-page.module.css'
import { planItemsQuery } from '../queries.ts'
import { PlanItemRow } from './plan-item-row.tsx'

interface PlanItemsProps {
  readonly plan: PlanEntry
  readonly search: PlanSearch
  readonly onSearch: (change: AddressChange<PlanSearch>) => void
}

/** Every user of the plan, before and after, by keyset pages. */
export function PlanItems({ plan, search, onSearch }: PlanItemsProps): ReactNode {
  const items = useInfiniteQuery({ ...planItemsQuery(plan.id, search), placeholderData: keepPreviousData })
  const names = useAccessNames()
  const rows = items.data?.pages.flatMap((page) => page.items) ?? []
  const whole = search.q === undefined && search.effect === undefined && search.cause === undefined
  const total = search.disposition === undefined ? plan.summary.total : plan.summary.dispositions[search.disposition]
  return (
    <section className={classes.items} aria-label="Users of this plan">
      <PlanFilters plan={plan} search={search} onSearch={onSearch} />
      {items.isError ? <ErrorState error={items.error} onRetry={() => void items.refetch()} /> : null}
      {items.isPending ? <LoadingRows label="Loading the users of this plan" /> : null}
      {items.isSuccess && rows.length === 0 ? <NoItems filtered={isFiltered(search)} /> : null}
      {rows.length > 0 ? (
        <RowTable label="Users of this plan" columns={['User', 'What changes', 'Result']}>
          {rows.map((item) => (
            <PlanItemRow key={item.seq} item={item} names={names} />
          ))}
        </RowTable>
      ) : null}
      <LoadMore
        shown={rows.length}
        {...(whole ? { total } : {})}
        hasMore={items.hasNextPage}
        busy={items.isFetchingNextPage}
        onMore={() => void items.fetchNextPage()}
      />
    </section>
  )
}

const isFiltered = (search: PlanSearch): boolean => Object.keys(search).length > 0

/** The search within the plan, what else narrows the list, and the way back to everyone. */
function PlanFilters({ plan, search, onSearch }: PlanItemsProps): ReactNode {
  const effect = plan.summary.effects.find((entry) => entry.key === search.effect)
  const find = useCallback((q: string) => onSearch({ q }), [onSearch])
  return (
    <div className={classes.filters}>
      <SearchBox label="Find a user in this plan" value={search.q ?? ''} onSearch={find} />
      {effect === undefined ? null : (
        <span>
          Only <Sentence text={effect.label} />
        </span>
      )}
      {search.cause === undefined ? null : <span>Only: {causeTexts[search.cause].title}</span>}
      {isFiltered(search) ? (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => onSearch({ disposition: undefined, effect: undefined, cause: undefined, q: undefined })}
        >
          Show everyone
        </Button>
      ) : null}
    </div>
  )
}

function NoItems({ filtered }: { filtered: boolean }): ReactNode {
  return (
    <EmptyState title={filtered ? 'Nobody here fits that' : 'Nobody is in this plan'}>
      {filtered ? 'Choose another count or effect above.' : 'The selection it was made from was empty.'}
    </EmptyState>
  )
}
