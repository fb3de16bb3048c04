import { Trans } from '@lingui/react/macro'
import type { MemberEntry } from '@muster/contracts/members'
import type { ReactNode } from 'react'
import { Time } from '../../ui/facts/time.tsx'
import classes from './members.module.css'

/** Whether a member can sign in, and how. */
export function MemberState({ member: { state, invitedUntil, hasPassphrase } }: { member: MemberEntry }): ReactNode {
  if (state === 'disabled') return <Trans>Disabled</Trans>
  if (state === 'active')
    return (
      <>
        <Trans>Active</Trans>
        <div className={classes.quiet}>{hasPassphrase ? <Trans>Passphrase</Trans> : <Trans>Sign-in link</Trans>}</div>
      </>
    )
  return (
    <>
      <Trans>Invited</Trans>
      <div className={classes.quiet}>
        {invitedUntil === null ? (
          <Trans>The link has expired</Trans>
        ) : (
          <Trans>
            The link expires <Time iso={invitedUntil} />
          </Trans>
        )}
      </div>
    </>
  )
}
