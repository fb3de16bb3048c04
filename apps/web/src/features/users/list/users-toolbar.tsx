import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { ListFilter, Settings2 } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { withMessages } from '../../../lib/language/active-language.ts'
import type { UsersSearch } from '../../../lib/page-search.ts'
import type { SearchChange } from './search-values.ts'
import { UsersSearchBox } from './users-search-box.tsx'
import classes from './users-toolbar.module.css'

// Each loads with its first use.
const FilterPanel = lazy(async () => ({
  default: (await withMessages(import('./filter-panel.tsx'))).FilterPanel,
}))
const ViewMenu = lazy(async () => ({ default: (await withMessages(import('./view-menu.tsx'))).ViewMenu }))

interface UsersToolbarProps {
  readonly search: UsersSearch
  readonly onChange: (change: SearchChange) => void
}

/** The search box, and the filters and the view behind a button each. */
export function UsersToolbar({ search, onChange }: UsersToolbarProps): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <search className={classes.toolbar}>
      <UsersSearchBox value={search.q ?? ''} onChange={(q) => onChange({ q: q === '' ? undefined : q })} />
      <Button
        ref={button}
        variant="default"
        aria-expanded={isOpen}
        aria-label={t`Filter`}
        leftSection={<ListFilter size={16} aria-hidden="true" />}
        className={classes.button}
        onClick={() => setOpen(!isOpen)}
      >
        <Trans>Filter</Trans>
      </Button>
      <ViewButton search={search} onChange={onChange} />
      {isOpen ? (
        <Suspense fallback={null}>
          <FilterPanel search={search} onChange={onChange} onClose={close} />
        </Suspense>
      ) : null}
    </search>
  )
}

/** The button of the menu, whose code loads with the first click. */
function ViewButton({ search, onChange }: UsersToolbarProps): ReactNode {
  const [wasOpened, setOpened] = useState(false)
  const button = (
    <Button
      variant="default"
      aria-label={t`View`}
      leftSection={<Settings2 size={16} aria-hidden="true" />}
      className={classes.button}
      onClick={() => setOpened(true)}
    >
      <Trans>View</Trans>
    </Button>
  )
  if (!wasOpened) return button
  return (
    <Suspense fallback={button}>
      <ViewMenu className={classes.button} search={search} onChange={onChange} />
    </Suspense>
  )
}
