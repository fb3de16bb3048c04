import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { VisuallyHidden } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { directoryQuery } from '../../lib/directory.ts'
import { CountBar } from '../../ui/facts/count-bar.tsx'
import classes from './home.module.css'

interface Bar {
  readonly key: string
  readonly name: string
  readonly count: number
  /** The users it counts, or what `hint` names. */
  readonly href: string
  readonly hint?: string
}

interface BarTableProps {
  readonly label: string
  /** What the names are. */
  readonly head: string
  readonly bars: readonly Bar[]
  /** Why Kore.ai does not return the list. */
  readonly reason?: string | null
}

/** Numbers of users as bars, each a link to them. */
export function BarTable({ label, head, bars, reason = null }: BarTableProps): ReactNode {
  const { syncedAt } = useSuspenseQuery(directoryQuery).data
  if (bars.length === 0)
    return (
      <p className={classes.quiet}>
        {reason ?? (syncedAt === null ? t`The first sync fills this.` : t`The latest sync found none.`)}
      </p>
    )
  const most = Math.max(...bars.map(({ count }) => count))
  return (
    <table className={classes.bars} aria-label={label}>
      <VisuallyHidden component="thead">
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">
            <Trans>Users</Trans>
          </th>
        </tr>
      </VisuallyHidden>
      <tbody>
        {bars.map(({ key, name, count, href, hint }) => (
          <tr key={key}>
            {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- the name is inside the link */}
            <td>
              <AppLink href={href} {...(hint === undefined ? {} : { title: hint })}>
                <bdi>{name}</bdi>
              </AppLink>
            </td>
            <td>
              <CountBar count={count} most={most} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
