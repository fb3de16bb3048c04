import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { NativeSelect } from '@mantine/core'
import { auditActions } from '@muster/core/audit/audit-line'
import { outcomes } from '@muster/core/outcome/outcome'
import { type ReactNode, useCallback } from 'react'
import { type AuditSearch, auditSearch } from '../../lib/page-search.ts'
import type { AddressChange } from '../../lib/use-address.ts'
import { ListFilters } from '../../query/list-filters.tsx'
import { outcomeWord } from '../../ui/facts/outcome-badge.tsx'
import { DayRange, dayPills } from '../../ui/form/day-range.tsx'
import { SearchBox } from '../../ui/form/search-box.tsx'
import { actionWords } from '../../ui/history/action-words.ts'
import { otherOutcomeWords } from './audit-text.ts'

interface AuditFiltersProps {
  readonly search: AuditSearch
  readonly onSearch: (change: AddressChange<AuditSearch>) => void
}

/** Filters by text, action, member and dates; a link from a user or a job adds a filter by it. */
export function AuditFilters({ search, onSearch }: AuditFiltersProps): ReactNode {
  const find = useCallback((q: string) => onSearch({ q }), [onSearch])
  const by = useCallback((actor: string) => onSearch({ actor }), [onSearch])
  const whose = useCallback((target: string) => onSearch({ target }), [onSearch])
  const pick = (key: 'action' | 'outcome' | 'from' | 'to', value: string) =>
    onSearch({ [key]: auditSearch.parse({ [key]: value })[key] })
  const actions = [
    { value: '', label: t`Any action` },
    ...auditActions.map((action) => ({ value: action, label: i18n._(actionWords[action]) })),
  ]
  return (
    <ListFilters
      label={t`Filter the audit`}
      find={<SearchBox label={t`Search the sentences`} value={search.q ?? ''} onSearch={find} />}
      pills={pillsOf(search)}
      onRemove={(keys) => onSearch(Object.fromEntries(keys.map((key) => [key, undefined])))}
    >
      <NativeSelect
        aria-label={t`Action`}
        data={actions}
        value={search.action ?? ''}
        onChange={(event) => pick('action', event.currentTarget.value)}
      />
      <NativeSelect
        aria-label={t`Outcome`}
        data={[{ value: '', label: t`Any outcome` }, ...outcomeOptions()]}
        value={search.outcome ?? ''}
        onChange={(event) => pick('outcome', event.currentTarget.value)}
      />
      <SearchBox label={t`Done by (email)`} value={search.actor ?? ''} onSearch={by} />
      <SearchBox label={t`Changed user (name or ID)`} value={search.target ?? ''} onSearch={whose} />
      <DayRange from={search.from} to={search.to} onPick={pick} />
    </ListFilters>
  )
}

const pillsOf = ({ action, outcome, actor, target, jobId, userId, ...days }: AuditSearch) =>
  [
    { key: 'action', text: actionText(action) },
    { key: 'outcome', text: outcomeOptions().find(({ value }) => value === outcome)?.label ?? null },
    { key: 'actor', text: actor === undefined ? null : t`Done by: ${actor}` },
    { key: 'target', text: target === undefined ? null : t`Changed user: ${target}` },
    { key: 'jobId', text: jobId === undefined ? null : t`Only one job` },
    { key: 'userId', text: userId === undefined ? null : t`Only one user` },
    ...dayPills(days),
  ] as const

function actionText(typed: string | undefined): string | null {
  const action = auditActions.find((one) => one === typed)
  return action === undefined ? null : i18n._(actionWords[action])
}

const outcomeOptions = () => [
  ...outcomes.map((value) => ({ value, label: outcomeWord(value) })),
  ...['refused', 'erased'].map((value) => ({ value, label: otherOutcomeWords(value) })),
]
