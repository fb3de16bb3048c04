import { t } from '@lingui/core/macro'
import { Button } from '@mantine/core'
import { ListFilter } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { formatNumber } from '../lib/format.ts'
import classes from './list-page.module.css'

interface ListFiltersProps {
  /** "Filter jobs". */
  readonly label: string
  /** The filters of the list, some of which are set. */
  readonly search: object
  readonly children: ReactNode
}

/** The filters of a list. On a phone they are behind one button, which counts those that are set. */
export function ListFilters({ label, search, children }: ListFiltersProps): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const set = Object.values(search).filter((value) => value !== undefined).length
  return (
    <>
      <Button
        className={classes.openFilters ?? ''}
        variant="default"
        size="xs"
        leftSection={<ListFilter size={14} aria-hidden="true" />}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {set === 0 ? t`Filters` : t`Filters: ${{ count: formatNumber(set) }}`}
      </Button>
      <fieldset id={id} className={classes.filters} data-closed={!isOpen || undefined} aria-label={label}>
        {children}
      </fieldset>
    </>
  )
}
