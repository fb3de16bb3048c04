import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { exportAuditCsv, exportAuditJsonl } from '@muster/contracts/audit'
import { useSearch } from '@tanstack/react-router'
import { Download, ScrollText } from 'lucide-react'
import type { ReactNode } from 'react'
import { type AuditSearch, isNarrowed } from '../../lib/page-search.ts'
import { provenDownload } from '../../lib/step-up.ts'
import { buildUrl } from '../../lib/url.ts'
import { useChangeSearch } from '../../lib/use-address.ts'
import { ListPage } from '../../query/list-page.tsx'
import { EmptyState } from '../../ui/page/empty-state.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { AuditRow, auditColumns } from './audit-row.tsx'
import { ErasePerson } from './erase-person.tsx'
import { auditFilter, auditQuery } from './queries.ts'
import { useVerifyChain } from './verify-chain.tsx'

/** Every action: who, what, when, with which outcome. The entries of a job are one row that opens. */
export function AuditPage(): ReactNode {
  const search = useSearch({ from: '/app/audit' })
  const change = useChangeSearch(search)
  const { button, verdict } = useVerifyChain()
  return (
    <ListPage
      title={t`Audit`}
      state={t`Every action in Muster, in a hash chain that reveals tampering.`}
      actions={
        <>
          {button}
          <Exports search={search} />
        </>
      }
      filter={search}
      queryOf={auditQuery}
      loading={t`Loading the audit`}
      columns={auditColumns()}
      renderRow={(entry) => <AuditRow key={entry.seq} entry={entry} search={search} />}
      empty={<NoEntries filtered={isNarrowed(search)} />}
    >
      {verdict}
      <AuditFilters search={search} onSearch={change} />
    </ListPage>
  )
}

const formats = [
  { key: 'csv', label: msg`As CSV`, path: exportAuditCsv.path },
  { key: 'jsonl', label: msg`As JSON Lines`, path: exportAuditJsonl.path },
] as const

/** Downloads of the filtered entries, and the erasure of a person. */
function Exports({ search }: { search: AuditSearch }): ReactNode {
  const filter = auditFilter(search)
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<Download size={14} aria-hidden="true" />}>
            <Trans>Export</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {formats.map(({ key, label, path }) => (
            <Menu.Item key={key} component="a" href={buildUrl(path, {}, filter)} {...provenDownload(null)}>
              {i18n._(label)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ErasePerson />
    </>
  )
}

function NoEntries({ filtered }: { filtered: boolean }): ReactNode {
  return (
    <EmptyState
      icon={<ScrollText size={28} strokeWidth={1.5} />}
      title={filtered ? t`No entry matches these filters` : t`The audit is empty`}
    >
      {filtered ? (
        <Trans>Entries are never deleted. Widen the filters to see them.</Trans>
      ) : (
        <Trans>Muster records every action here.</Trans>
      )}
    </EmptyState>
  )
}
