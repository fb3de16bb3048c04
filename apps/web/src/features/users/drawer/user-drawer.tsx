import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Code, Drawer } from '@mantine/core'
import { useHotkeys, useMounted } from '@mantine/hooks'
import type { UserEntry } from '@muster/contracts/users'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, CopyPlus } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { ApiError } from '../../../lib/api-error.ts'
import { AppLink } from '../../../lib/app-link.tsx'
import { withMessages } from '../../../lib/language/active-language.ts'
import { paths } from '../../../lib/paths.ts'
import type { Action } from '../../../lib/target.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { QueryBoundary } from '../../../query/query-boundary.tsx'
import { RowMenu } from '../../../query/row-menu.tsx'
import { Copyable } from '../../../ui/facts/copyable.tsx'
import { FactList } from '../../../ui/facts/fact-list.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import { displayName } from '../../../ui/facts/user-name.tsx'
import { isTyped } from '../../../ui/form/same-layer.ts'
import drawer from '../../../ui/page/drawer-section.module.css'
import { userQuery } from '../queries.ts'
import { StatusWord } from '../status-word.tsx'
import { actionButton } from '../user-text.ts'
import classes from './user-drawer.module.css'

// Only for members who may not change access.
const UserAccess = lazy(async () => ({ default: (await import('./user-access.tsx')).UserAccess }))
// Below the rest of the panel.
const HistoryList = lazy(async () => ({
  default: (await withMessages(import('../../../ui/history/history-list.tsx'))).HistoryList,
}))

interface UserDrawerProps {
  /** From the URL; undefined closes the drawer. */
  readonly userId: string | undefined
  /** The user from the list, shown while the details load. */
  readonly known: UserEntry | undefined
  readonly actions: readonly Action[]
  /** A form is open above the drawer and handles Escape. */
  readonly isCovered: boolean
  /** The access of a user as a form; undefined if the member may not change it. */
  readonly renderAccess: ((user: UserEntry) => ReactNode) | undefined
  readonly onClose: () => void
  readonly onAct: (action: Action, user: UserEntry) => void
  /** Copies the access of the user to others. */
  readonly onCopy: (user: UserEntry) => void
  /** Opens the previous and the next user of the list; null where there is none. */
  readonly onPrevious: (() => void) | null
  readonly onNext: (() => void) | null
}

/** Turns to another user, unless the drawer slides out or a form covers it: `j` to the next, `k` to the previous. */
function useTurn({ userId, isCovered, onPrevious, onNext }: UserDrawerProps) {
  const turn = (to: (() => void) | null): void => {
    if (userId !== undefined && !isCovered) to?.()
  }
  const onKey = (to: (() => void) | null) => (event: KeyboardEvent) => {
    if (!isTyped(event)) turn(to)
  }
  // The letter is still typed into a field.
  const options = { preventDefault: false }
  useHotkeys(
    [
      ['j', onKey(onNext), options],
      ['k', onKey(onPrevious), options],
    ],
    [],
  )
  return turn
}

/** One user beside the list, named by the URL. Escape closes it and returns the focus to the row, `j` and `k` turn to the next. */
export function UserDrawer(props: UserDrawerProps): ReactNode {
  const { userId, known, actions, isCovered, renderAccess, onClose, onAct, onCopy, onPrevious, onNext } = props
  // The drawer keeps its user while it slides out.
  const [last, setLast] = useState(userId)
  if (userId !== undefined && userId !== last) setLast(userId)
  const shown = userId ?? last ?? ''
  // A drawer that is open in its first render would not return the focus to the row.
  const isMounted = useMounted()
  // Follows the query of the details without starting it.
  const user = useQuery({ ...userQuery(shown), enabled: false }).data?.user ?? known
  const turn = useTurn(props)
  const exitOf = (error: unknown) =>
    error instanceof ApiError && error.problem.status === 404 ? { label: t`Close`, leave: onClose } : null
  return (
    <Drawer
      opened={isMounted && userId !== undefined}
      onClose={onClose}
      closeOnEscape={!isCovered}
      position="right"
      size={520}
      overlayProps={{ backgroundOpacity: 0.25 }}
      title={user === undefined ? t`User` : <bdi>{displayName(user)}</bdi>}
      classNames={{ title: classes.title }}
    >
      {user === undefined ? null : (
        <div className={classes.actions}>
          <UserActions user={user} actions={actions} onAct={onAct} onCopy={onCopy} />
          <TurnButtons onPrevious={onPrevious} onNext={onNext} onTurn={turn} />
        </div>
      )}
      <QueryBoundary
        loading={t`Loading the user`}
        rows={3}
        filter={{ shown }}
        known={known && <UserIdentity user={known} />}
        exitOf={exitOf}
      >
        <LoadedUser id={shown} renderAccess={renderAccess} />
      </QueryBoundary>
    </Drawer>
  )
}

interface UserActionsProps extends Pick<UserDrawerProps, 'actions' | 'onAct' | 'onCopy'> {
  readonly user: UserEntry
}

/** The first action and the copy as buttons, the others in a menu. */
function UserActions({ user, actions, onAct, onCopy }: UserActionsProps): ReactNode {
  const [first, ...others] = actions.map((action) => ({ action, ...actionButton(action) }))
  return (
    <>
      {first === undefined ? null : (
        <PermittedButton
          permission="plans:write"
          data-autofocus
          variant="default"
          leftSection={<first.Icon size={14} aria-hidden="true" />}
          onClick={() => onAct(first.action, user)}
        >
          {first.name}
        </PermittedButton>
      )}
      <PermittedButton
        permission="plans:write"
        variant="default"
        leftSection={<CopyPlus size={14} aria-hidden="true" />}
        onClick={() => onCopy(user)}
      >
        <Trans>Copy access…</Trans>
      </PermittedButton>
      <RowMenu
        name={displayName(user)}
        acts={others.map(({ action, name }) => ({
          key: action,
          label: name,
          permission: 'plans:write',
          onClick: () => onAct(action, user),
        }))}
      />
    </>
  )
}

interface TurnButtonsProps extends Pick<UserDrawerProps, 'onPrevious' | 'onNext'> {
  readonly onTurn: (to: (() => void) | null) => void
}

/** Turn to the previous and the next user of the list. */
function TurnButtons({ onPrevious, onNext, onTurn }: TurnButtonsProps): ReactNode {
  return (
    <ActionIcon.Group className={classes.turn ?? ''}>
      <ActionIcon
        variant="default"
        aria-label={t`Previous user`}
        aria-keyshortcuts="k"
        disabled={onPrevious === null}
        onClick={() => onTurn(onPrevious)}
      >
        <ChevronUp size={16} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={t`Next user`}
        aria-keyshortcuts="j"
        disabled={onNext === null}
        onClick={() => onTurn(onNext)}
      >
        <ChevronDown size={16} aria-hidden="true" />
      </ActionIcon>
    </ActionIcon.Group>
  )
}

interface LoadedUserProps extends Pick<UserDrawerProps, 'renderAccess'> {
  readonly id: string
}

function LoadedUser({ id, renderAccess }: LoadedUserProps): ReactNode {
  const { user, history } = useSuspenseQuery(userQuery(id)).data
  return (
    <>
      <UserIdentity user={user} />
      {renderAccess === undefined ? <UserAccess user={user} /> : renderAccess(user)}
      <section className={drawer.section} aria-label={t`History`}>
        <h3 className={drawer.heading}>
          <Trans>History</Trans>
        </h3>
        {history.length === 0 ? (
          <p className={classes.none}>{t`Muster has not changed this user yet.`}</p>
        ) : (
          <Suspense fallback={null}>
            <HistoryList
              entries={history}
              renderJob={(jobId) => <AppLink href={paths.job(jobId)}>{t`Open the job`}</AppLink>}
            />
          </Suspense>
        )}
      </section>
    </>
  )
}

interface UserIdentityProps {
  readonly user: UserEntry
}

/** Who the user is, and where. */
function UserIdentity({ user }: UserIdentityProps): ReactNode {
  return (
    <section className={drawer.section} aria-label={t`Identity`}>
      <FactList
        facts={[
          [t`Email`, <Copyable key="email" value={user.email} label={t`Copy email address`} />],
          [t`Status`, <StatusWord key="status" status={user.status} />],
          [
            t`Organization ID`,
            user.orgUserId === null ? null : (
              <Copyable key="org" value={user.orgUserId} label={t`Copy organization ID`} />
            ),
          ],
          [
            t`User ID`,
            <Copyable key="id" value={user.id} label={t`Copy user ID`}>
              <Code>{user.id}</Code>
            </Copyable>,
          ],
          [t`Last sign-in`, user.lastLoginAt === undefined ? null : <Time key="login" iso={user.lastLoginAt} />],
          [t`Read from Kore.ai`, user.readAt === null ? t`Not yet` : <Time key="read" iso={user.readAt} />],
        ]}
      />
    </section>
  )
}
