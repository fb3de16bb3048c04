import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Menu, Portal, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import type { Session } from '@muster/contracts/session'
import { languageNames, languages } from '@muster/core/language'
import { useMutation } from '@tanstack/react-query'
import { ChevronsUpDown, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../../lib/api-error.ts'
import { useGo } from '../../lib/app-link.tsx'
import { paths } from '../../lib/paths.ts'
import { Notice } from '../../ui/page/notice.tsx'
import classes from './member-menu.module.css'
import { setLanguageMutation, signOutMutation } from './queries.ts'

const schemes = [
  { value: 'auto', name: msg`Same as system`, Icon: Monitor },
  { value: 'light', name: msg`Light`, Icon: Sun },
  { value: 'dark', name: msg`Dark`, Icon: Moon },
] as const

interface MemberMenuProps {
  readonly member: NonNullable<Session['member']>
}

function useSignOut() {
  const go = useGo()
  const leave = useMutation({
    ...signOutMutation,
    onSettled: (_session, error) => {
      if (error === null || isSignedOut(error)) go(paths.signIn(), { replace: true })
    },
  })
  return { leave, isStillSignedIn: leave.isError && !isSignedOut(leave.error) }
}

/** The signed-in member, colors, languages, and the sign-out. */
export function MemberMenu({ member }: MemberMenuProps): ReactNode {
  const { leave, isStillSignedIn } = useSignOut()
  return (
    <>
      {isStillSignedIn ? <StillSignedIn onRetry={() => leave.mutate()} onDismiss={() => leave.reset()} /> : null}
      <Menu position="top-start" width={220} withinPortal>
        <Menu.Target>
          <UnstyledButton className={classes.button}>
            <span className={classes.mark} aria-hidden="true">
              {(member.name || member.email).slice(0, 1).toUpperCase()}
            </span>
            <VisuallyHidden>
              <Trans>Menu of</Trans>{' '}
            </VisuallyHidden>
            <span className={classes.words}>
              <bdi className={classes.name}>{member.name || member.email}</bdi>
              <span className={classes.role}>
                <bdi>{member.roleName}</bdi>
              </span>
            </span>
            <ChevronsUpDown size={14} className={classes.arrow} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <bdi>{member.email}</bdi>
          </Menu.Label>
          <Menu.Divider />
          <Colors />
          <Menu.Divider />
          <Languages />
          <Menu.Divider />
          <Menu.Item leftSection={<LogOut size={16} />} onClick={() => leave.mutate()}>
            <Trans>Sign out</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.problem.code === 'not_signed_in'

interface StillSignedInProps {
  readonly onRetry: () => void
  readonly onDismiss: () => void
}

/** A failed sign-out must be visible, because the member would leave the computer. */
function StillSignedIn({ onRetry, onDismiss }: StillSignedInProps): ReactNode {
  return (
    <Portal>
      <div role="alert" className={classes.failed}>
        <Notice
          kind="danger"
          actions={
            <>
              <Button onClick={onRetry}>
                <Trans>Try again</Trans>
              </Button>
              <Button variant="default" onClick={onDismiss}>
                <Trans>Dismiss</Trans>
              </Button>
            </>
          }
        >
          <strong>
            <Trans>You are still signed in</Trans>
          </strong>
          <p>
            <Trans>Muster is unreachable, so your session has not ended. Try again.</Trans>
          </p>
        </Notice>
      </div>
    </Portal>
  )
}

function Colors(): ReactNode {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Menu.Label>
        <Trans>Colors</Trans>
      </Menu.Label>
      <Menu.RadioGroup value={colorScheme}>
        {schemes.map(({ value, name, Icon }) => (
          <Menu.RadioItem
            key={value}
            value={value}
            rightSection={<Icon size={16} />}
            onChange={() => setColorScheme(value)}
          >
            {i18n._(name)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  )
}

function Languages(): ReactNode {
  const choose = useMutation(setLanguageMutation)
  return (
    <>
      <Menu.Label>
        <Trans>Language</Trans>
      </Menu.Label>
      <Menu.RadioGroup value={i18n.locale}>
        {languages.map((language) => (
          <Menu.RadioItem
            key={language}
            value={language}
            lang={language}
            onChange={() => choose.mutate(language)}
            data-untranslated
          >
            {languageNames[language]}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  )
}
