import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { MemberEntry } from '@muster/contracts/members'
import type { ReactNode } from 'react'
import { Time } from '../../ui/facts/time.tsx'
import section from '../../ui/page/section.module.css'

const factorText = (hasPassphrase: boolean, hasTotp: boolean): string => {
  if (hasTotp) return t`Passphrase and authenticator app`
  return hasPassphrase ? t`Passphrase` : t`Sign-in link`
}

/** Whether a member can sign in, and how. */
export function MemberState({
  member: { state, invitedUntil, hasPassphrase, hasTotp },
}: {
  member: MemberEntry
}): ReactNode {
  if (state === 'disabled') return <Trans>Disabled</Trans>
  if (state === 'active')
    return (
      <>
        <Trans>Active</Trans>
        <div className={section.quiet}>{factorText(hasPassphrase, hasTotp)}</div>
      </>
    )
  return (
    <>
      <Trans>Invited</Trans>
      <div className={section.quiet}>
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
