import { Button } from '@mantine/core'
import type { PlanEntry } from '@muster/contracts/plans'
import { causeTexts } from '@muster/core/wording/cause-text'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback } from 'react'
import { useAccessNames } from '../../../lib/access.ts'
import { isNarrowed, type PlanSearch } from '../../../lib/page-search.ts'
import type { AddressChange } from '../../../lib/use-address.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { SearchBox } from '../../../ui/form/search-box.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { LoadMore } from '../../../ui/page/load-more.tsx'
import { QueryState } from '../../../ui/page/query-state.tsx'
import { RowTable } from '../../../ui/page/row-table.tsx'
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
  const whole = search.q === undefined && search.effect === undefined && search.cause === undefined
  const total = search.disposition === undefined ? plan.summary.total : plan.summary.dispositions[search.disposition]
  return (
    <section className={classes.items} aria-label="Users of this plan">
      <PlanFilters plan={plan} search={search} onSearch={onSearch} />
      <QueryState query={items} loading="Loading the users of this plan">
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items)
          if (rows.length === 0) return <NoItems filtered={isNarrowed(search)} />
          return (
            <>
              <RowTable label="Users of this plan" columns={['User', 'What changes', 'Result']}>
                {rows.map((item) => (
                  <PlanItemRow key={item.seq} item={item} names={names} />
                ))}
              </RowTable>
              <LoadMore
                shown={rows.length}
                {...(whole ? { total } : {})}
                hasMore={items.hasNextPage}
                busy={items.isFetchingNextPage}
                onMore={() => void items.fetchNextPage()}
              />
            </>
          )
        }}
      </QueryState>
    </section>
  )
}

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
      {isNarrowed(search) ? (
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
