import { Button, Drawer } from '@mantine/core'
import type { UserEntry } from '@muster/contracts/users'
import { useQuery } from '@tanstack/react-query'
import { Pencil, ShieldOff, UserMinus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../../../lib/api-error.ts'
import type { Action } from '../../../lib/target.ts'
import { displayName } from '../../../ui/facts/user-name.tsx'
import { ErrorState } from '../../../ui/page/error-state.tsx'
import { LoadingRows } from '../../../ui/page/loading-rows.tsx'
import { userQuery } from '../queries.ts'
import { UserDetails } from './user-details.tsx'
import classes from './user-drawer.module.css'
import { UserHistory } from './user-history.tsx'

interface UserDrawerProps {
  /** From the address; undefined closes the drawer. */
  readonly userId: string | undefined
  /** The user as the list knows them, shown until the whole is read. */
  readonly known: UserEntry | undefined
  readonly actions: readonly Action[]
  /** A form lies above: Escape closes that one. */
  readonly isCovered: boolean
  readonly onClose: () => void
  readonly onAct: (action: Action, user: UserEntry) => void
}

const looks = {
  edit: { name: 'Edit access…', Icon: Pencil },
  remove: { name: 'Remove…', Icon: UserMinus },
  erase: { name: 'Queue erasure…', Icon: ShieldOff },
} as const

/** One person beside the list. The address names them; Escape closes, and the focus goes back to the row. */
export function UserDrawer({ userId, known, actions, isCovered, onClose, onAct }: UserDrawerProps): ReactNode {
  // While it slides out the drawer still shows whom it showed.
  const [last, setLast] = useState(userId)
  if (userId !== undefined && userId !== last) setLast(userId)
  const shown = userId ?? last
  const query = useQuery({ ...userQuery(shown ?? ''), enabled: userId !== undefined })
  const user = query.data?.user ?? known
  return (
    <Drawer
      opened={userId !== undefined}
      onClose={onClose}
      closeOnEscape={!isCovered}
      position="right"
      size={520}
      overlayProps={{ backgroundOpacity: 0.25 }}
      title={user === undefined ? 'User' : <bdi>{displayName(user)}</bdi>}
      classNames={{ title: classes.title }}
    >
      {user === undefined && query.isError ? (
        <ErrorState
          error={query.error}
          {...(query.error instanceof ApiError && query.error.problem.status === 404
            ? { onRetry: onClose, retryLabel: 'Close' }
            : { onRetry: () => void query.refetch() })}
        />
      ) : null}
      {user === undefined && !query.isError ? <LoadingRows label="Loading the user" /> : null}
      {user === undefined ? null : (
        <>
          <div className={classes.actions}>
            {actions.map((action, index) => {
              const { name, Icon } = looks[action]
              return (
                <Button
                  key={action}
                  data-autofocus={index === 0 || undefined}
                  variant="default"
                  size="compact-md"
                  leftSection={<Icon size={14} aria-hidden="true" />}
                  onClick={() => onAct(action, user)}
                >
                  {name}
                </Button>
              )
            })}
          </div>
          <UserDetails user={user} />
          <UserHistory history={query.data?.history} />
        </>
      )}
    </Drawer>
  )
}
