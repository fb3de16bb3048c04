import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { MemberEntry } from '@muster/contracts/members'
import type { ReactNode } from 'react'
import { formatSeries } from '../../lib/format.ts'
import { Time } from '../../ui/facts/time.tsx'
import section from '../../ui/page/section.module.css'

const factorText = ({ hasPassphrase, hasTotp, passkeys }: MemberEntry): string =>
  formatSeries([
    hasPassphrase ? t`Passphrase` : t`Sign-in link`,
    ...(hasTotp ? [t`authenticator app`] : []),
    ...(passkeys === 0 ? [] : [plural(passkeys, { one: '# passkey', other: '# passkeys' })]),
  ])

/** Whether a member can sign in, and how. */
export function MemberState({ member }: { member: MemberEntry }): ReactNode {
  const { state, invitedUntil } = member
  if (state === 'disabled') return <Trans>Disabled</Trans>
  if (state === 'active')
    return (
      <>
        <Trans>Active</Trans>
        <div className={section.quiet}>{factorText(member)}</div>
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
