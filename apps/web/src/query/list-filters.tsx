import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { ListFilter } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { type FilterPill, FilterPills } from './filter-pills.tsx'
import classes from './list-page.module.css'

interface ListFiltersProps<K extends string> {
  /** "Filter jobs". */
  readonly label: string
  /** The search box, which always shows. */
  readonly find: ReactNode
  /** The filters of the list, by the parts of its search. */
  readonly pills: readonly FilterPill<K>[]
  readonly onRemove: (keys: readonly K[]) => void
  readonly children: ReactNode
}

/** The search box of a list, and its filters behind one button. Those that are set show as pills. */
export function ListFilters<K extends string>(props: ListFiltersProps<K>): ReactNode {
  const { label, find, pills, onRemove, children } = props
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <search>
      <div className={classes.findLine}>
        {find}
        <Button
          variant="default"
          leftSection={<ListFilter size={16} aria-hidden="true" />}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <Trans>Filter</Trans>
        </Button>
      </div>
      <fieldset id={id} className={classes.filters} hidden={!isOpen} aria-label={label}>
        {children}
      </fieldset>
      <FilterPills pills={pills} onRemove={onRemove} />
    </search>
  )
}
