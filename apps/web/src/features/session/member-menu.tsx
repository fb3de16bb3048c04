import { Menu, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Session } from '@muster/contracts/session'
import { useMutation } from '@tanstack/react-query'
import { Check, ChevronsUpDown, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../../lib/api-error.ts'
import { useGo } from '../../lib/desk-link.tsx'
import { paths } from '../../lib/paths.ts'
import classes from './member-menu.module.css'
import { signOutMutation } from './queries.ts'

const schemes = [
  { value: 'auto', name: 'Like the system', Icon: Monitor },
  { value: 'light', name: 'Light', Icon: Sun },
  { value: 'dark', name: 'Dark', Icon: Moon },
] as const

/** Whoever believes to be signed out walks away from the machine. */
const stillSignedIn = () =>
  notifications.show({
    color: 'red',
    title: 'You are still signed in',
    message: 'Muster could not be reached to end your session. Try again.',
    autoClose: false,
  })

interface MemberMenuProps {
  readonly member: NonNullable<Session['member']>
}

/** Who is signed in; colours; the way out. */
export function MemberMenu({ member }: MemberMenuProps): ReactNode {
  const go = useGo()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const leave = useMutation({
    ...signOutMutation,
    onSettled: (_session, error) => {
      const hasEnded = error === null || (error instanceof ApiError && error.problem.code === 'not_signed_in')
      if (hasEnded) go(paths.signIn(), { replace: true })
      else stillSignedIn()
    },
  })
  return (
    <Menu position="top-start" width={220} withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.button}>
          <span className={classes.mark} aria-hidden="true">
            {(member.name || member.email).slice(0, 1).toUpperCase()}
          </span>
          <VisuallyHidden>Menu of </VisuallyHidden>
          <span className={classes.words}>
            <bdi className={classes.name}>{member.name || member.email}</bdi>
            <span className={classes.role}>{member.role}</span>
          </span>
          <ChevronsUpDown size={14} className={classes.arrow} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <bdi>{member.email}</bdi>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        {schemes.map(({ value, name, Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} />}
            rightSection={colorScheme === value ? <Check size={16} /> : null}
            onClick={() => setColorScheme(value)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={16} />} onClick={() => leave.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
