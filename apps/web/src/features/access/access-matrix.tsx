import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { AssignmentEntry } from '@muster/contracts/access'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useAccessNames } from '../../lib/access.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { formatNumber } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { EmptyState } from '../../ui/page/empty-state.tsx'
import classes from './access.module.css'
import { heatOf, type MatrixAxis, matrixOf } from './matrix.ts'
import { assignmentsQuery } from './queries.ts'

/** Roles by bot: how many users have each role on each bot. A cell opens these users. */
export function AccessMatrix({ needle }: { readonly needle: string }): ReactNode {
  const { data } = useSuspenseQuery(assignmentsQuery)
  const names = useAccessNames()
  const matrix = matrixOf(onBots(data), names, needle)
  const { hiddenBots } = matrix
  if (matrix.roles.length === 0)
    return <EmptyState title={t`No role on a matching bot`}>{t`Search for a part of the name of a bot.`}</EmptyState>
  return (
    <>
      <div className={classes.scroll}>
        <MatrixTable {...matrix} />
      </div>
      {hiddenBots === 0 ? null : (
        <p className={classes.quiet}>
          {plural(hiddenBots, {
            one: '# more bot is not shown. Search for its name.',
            other: '# more bots are not shown. Search for a name.',
          })}
        </p>
      )}
    </>
  )
}

function MatrixTable({ roles, bots, countOf, most }: ReturnType<typeof matrixOf>): ReactNode {
  return (
    <table className={classes.matrix} aria-label={t`Roles by bot`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Role</Trans>
          </th>
          {bots.map((bot) => (
            <AxisHead key={bot.id} scope="col" kind="bots" axis={bot} />
          ))}
        </tr>
      </thead>
      <tbody>
        {roles.map((role) => (
          <tr key={role.id}>
            <AxisHead scope="row" kind="roles" axis={role} />
            {bots.map((bot) => (
              <Cell key={bot.id} role={role} bot={bot} count={countOf(role.id, bot.id)} most={most} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const onBots = (assignments: readonly AssignmentEntry[]) =>
  assignments.flatMap(({ roleId, botId, userCount }) => (botId === null ? [] : [{ roleId, botId, userCount }]))

interface AxisHeadProps {
  readonly scope: 'col' | 'row'
  readonly kind: 'roles' | 'bots'
  readonly axis: MatrixAxis
}

function AxisHead({ scope, kind, axis: { id, name } }: AxisHeadProps): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- the name is inside the link
    <th scope={scope} title={name}>
      <AppLink href={paths.accessOf(kind, id)}>
        <bdi>{name}</bdi>
      </AppLink>
    </th>
  )
}

interface CellProps {
  readonly role: MatrixAxis
  readonly bot: MatrixAxis
  readonly count: number
  readonly most: number
}

function Cell({ role, bot, count, most }: CellProps): ReactNode {
  if (count === 0) return <td className={classes.none}>0</td>
  const users = plural(count, { one: '# user', other: '# users' })
  return (
    <td data-heat={heatOf(count, most)}>
      <AppLink
        href={paths.accessOf('bots', bot.id, { role: role.id })}
        aria-label={t`${{ role: role.name }} on ${{ bot: bot.name }}: ${{ users }}`}
      >
        <span className={classes.bot} aria-hidden="true">
          <bdi>{bot.name}</bdi>
        </span>
        {formatNumber(count)}
      </AppLink>
    </td>
  )
}
