import { Button, NativeSelect } from '@mantine/core'
import { auditActions } from '@muster/core/audit/audit-line'
import { X } from 'lucide-react'
import { type ReactNode, useCallback } from 'react'
import type { AddressChange } from '../../lib/use-address.ts'
import { DayInput } from '../../ui/form/day-input.tsx'
import { SearchBox } from '../../ui/form/search-box.tsx'
import classes from './audit.module.css'
import { type AuditSearch, parseAuditSearch } from './audit-search.ts'
import { actionWords } from './audit-words.ts'

interface AuditFiltersProps {
  readonly search: AuditSearch
  readonly onSearch: (change: AddressChange<AuditSearch>) => void
}

const actions = [
  { value: '', label: 'Any action' },
  ...auditActions.map((action) => ({ value: action, label: actionWords[action] })),
]

/** Text, action, person, dates; and, when one came here from them, one user or one job. */
export function AuditFilters({ search, onSearch }: AuditFiltersProps): ReactNode {
  const find = useCallback((q: string) => onSearch({ q }), [onSearch])
  const by = useCallback((actor: string) => onSearch({ actor }), [onSearch])
  const pick = (key: 'action' | 'from' | 'to', value: string) =>
    onSearch({ [key]: parseAuditSearch({ [key]: value })[key] })
  return (
    <fieldset className={classes.filters} aria-label="Filter the audit">
      <SearchBox label="Search the sentences" value={search.q ?? ''} onSearch={find} />
      <NativeSelect
        size="xs"
        aria-label="Action"
        data={actions}
        value={search.action ?? ''}
        onChange={(event) => pick('action', event.currentTarget.value)}
      />
      <SearchBox label="Done by (e-mail)" value={search.actor ?? ''} onSearch={by} />
      <DayInput label="From" value={search.from ?? ''} onPick={(day) => pick('from', day)} />
      <DayInput label="To" value={search.to ?? ''} onPick={(day) => pick('to', day)} />
      {search.jobId === undefined ? null : <Only what="one job" onClear={() => onSearch({ jobId: undefined })} />}
      {search.userId === undefined ? null : <Only what="one user" onClear={() => onSearch({ userId: undefined })} />}
    </fieldset>
  )
}

function Only({ what, onClear }: { what: string; onClear: () => void }): ReactNode {
  return (
    <Button size="xs" variant="light" rightSection={<X size={14} aria-hidden="true" />} onClick={onClear}>
      Only {what}: show all
    </Button>
  )
}
