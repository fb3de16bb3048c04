import { Trans } from '@lingui/react/macro'
import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { CountBar } from '../../ui/facts/count-bar.tsx'
import classes from './home.module.css'

interface Bar {
  readonly key: string
  readonly name: string
  readonly count: number
  /** The users it counts. */
  readonly href: string
}

interface BarTableProps {
  readonly label: string
  /** What the names are. */
  readonly head: string
  readonly bars: readonly Bar[]
}

/** Numbers of users as bars, each a link to them. */
export function BarTable({ label, head, bars }: BarTableProps): ReactNode {
  if (bars.length === 0)
    return (
      <p className={classes.quiet}>
        <Trans>The first sync fills this.</Trans>
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
        {bars.map(({ key, name, count, href }) => (
          <tr key={key}>
            {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- the name is inside the link */}
            <td>
              <AppLink href={href}>
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
