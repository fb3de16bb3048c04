import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { foldText } from '@muster/core/text/fold-text'
import { useSuspenseQueries, useSuspenseQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { botsQuery, groupsQuery, rolesQuery } from '../../lib/access.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { directoryQuery } from '../../lib/directory.ts'
import { paths } from '../../lib/paths.ts'
import { CountBar } from '../../ui/facts/count-bar.tsx'
import { EmptyState } from '../../ui/page/empty-state.tsx'
import { LoadMore } from '../../ui/page/load-more.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import classes from './access.module.css'
import type { AccessKind } from './access-kind.ts'

interface Entry {
  readonly id: string
  readonly name: string
  readonly userCount: number
  /** Of a role: on a bot, or on the whole account. */
  readonly kind?: 'admin' | 'bot'
}

interface EntryList {
  readonly items: readonly Entry[]
  /** Why Kore.ai does not return the list. */
  readonly reason: string | null
}

/** The lists load together: each page of access shows names of all three. */
function useList(kind: AccessKind): EntryList {
  const [groups, roles, bots] = useSuspenseQueries({ queries: [groupsQuery, rolesQuery, botsQuery] })
  return { groups, roles, bots }[kind].data
}

const heads = { groups: msg`Group`, roles: msg`Role`, bots: msg`Bot` } as const
const pageSize = 100

interface AccessTableProps {
  readonly kind: AccessKind
  /** Part of a name, or a whole ID. */
  readonly needle: string
}

/** All groups, roles or bots with the number of their users, the largest first. */
export function AccessTable({ kind, needle }: AccessTableProps): ReactNode {
  const data = useList(kind)
  const [shown, setShown] = useState(pageSize)
  const found = matching(data.items, needle)
  const most = Math.max(...found.map(({ userCount }) => userCount))
  if (found.length === 0) return <NoEntries reason={data.reason} filtered={needle !== ''} />
  return (
    <>
      {data.reason === null ? null : <Notice kind="warning">{data.reason}</Notice>}
      <RowTable label={i18n._(heads[kind])} columns={[i18n._(heads[kind]), t`Users`]}>
        {found.slice(0, shown).map((entry) => (
          <tr key={entry.id}>
            <td className={classes.entry}>
              <AppLink href={paths.accessOf(kind, entry.id)} className={classes.name}>
                <bdi>{entry.name}</bdi>
              </AppLink>
              {entry.kind === 'admin' ? (
                <div className={classes.quiet}>
                  <Trans>On the whole account</Trans>
                </div>
              ) : null}
            </td>
            <td>
              <CountBar count={entry.userCount} most={most} />
            </td>
          </tr>
        ))}
      </RowTable>
      <LoadMore
        shown={Math.min(shown, found.length)}
        total={found.length}
        hasMore={found.length > shown}
        busy={false}
        onMore={() => setShown(shown + pageSize)}
      />
    </>
  )
}

/** Entries whose name contains the text or whose ID is the text, by number of users and name. */
function matching(items: readonly Entry[], needle: string): readonly Entry[] {
  const text = needle.trim()
  const folded = foldText(text)
  return items
    .filter(({ id, name }) => foldText(name).includes(folded) || id.toLowerCase() === text.toLowerCase())
    .toSorted((a, b) => b.userCount - a.userCount || a.name.localeCompare(b.name, i18n.locale))
}

function NoEntries({ reason, filtered }: { readonly reason: string | null; readonly filtered: boolean }): ReactNode {
  const { syncedAt } = useSuspenseQuery(directoryQuery).data
  const why = syncedAt === null ? t`The list fills with the first sync.` : t`The latest sync found none.`
  return (
    <EmptyState
      icon={<KeyRound size={28} strokeWidth={1.5} />}
      title={filtered ? t`No name or ID matches` : t`Nothing to show`}
    >
      {reason ?? (filtered ? t`Search for a part of a name, or a whole ID.` : why)}
    </EmptyState>
  )
}
