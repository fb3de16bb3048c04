import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { Invitation, MemberEntry } from '@muster/contracts/members'
import { useSuspenseQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useAccessNames } from '../../lib/access.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { formatList, formatSeries } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { useSession } from '../../lib/session.ts'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { ShownOnceDialog } from '../../ui/facts/shown-once-dialog.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { Page } from '../../ui/page/page.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import section from '../../ui/page/section.module.css'
import { BreakGlassSection } from './break-glass-section.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { MemberActs } from './member-acts.tsx'
import classes from './members.module.css'
import { membersQuery } from './queries.ts'
import { RolesSection } from './roles-section.tsx'

/** Who can sign in to Muster: role, state, last sign-in and sessions of each. */
export function MembersPage(): ReactNode {
  const [isInviting, setInviting] = useState(false)
  const [invitation, setInvitation] = useState<Invitation | null>(null)
  return (
    <Page
      title={t`Members`}
      above={
        <AppLink href={paths.settings()}>
          <Trans>Settings</Trans>
        </AppLink>
      }
      state={t`Who can sign in to Muster, and what each of them may do.`}
      actions={
        <PermittedButton
          permission="members:manage"
          leftSection={<UserPlus size={14} aria-hidden="true" />}
          onClick={() => setInviting(true)}
        >
          <Trans>Invite a member…</Trans>
        </PermittedButton>
      }
    >
      <QueryBoundary loading={t`Loading the members`} rows={4}>
        <MemberTable onInvitation={setInvitation} />
        <BreakGlassSection />
        {isInviting ? (
          <InviteDialog
            onClose={() => setInviting(false)}
            onInvited={(made) => {
              setInviting(false)
              setInvitation(made)
            }}
          />
        ) : null}
      </QueryBoundary>
      <RolesSection />
      {invitation === null ? null : <InvitationDialog invitation={invitation} onClose={() => setInvitation(null)} />}
    </Page>
  )
}

function MemberTable({ onInvitation }: { onInvitation: (made: Invitation) => void }): ReactNode {
  const { items: members } = useSuspenseQuery(membersQuery).data
  return (
    <RowTable label={t`Members`} columns={[t`Member`, t`Role`, t`State`, t`Last sign-in`, t`Actions`]} isLabeled>
      {members.map((member) => (
        <MemberRow key={member.id} member={member} onInvitation={onInvitation} />
      ))}
    </RowTable>
  )
}

interface MemberRowProps {
  readonly member: MemberEntry
  readonly onInvitation: (made: Invitation) => void
}

function MemberRow({ member, onInvitation }: MemberRowProps): ReactNode {
  const isSelf = useSession().member?.id === member.id
  return (
    <tr>
      <td>
        <bdi className={classes.name}>{member.name}</bdi>
        {isSelf ? (
          <>
            {' '}
            · <Trans>you</Trans>
          </>
        ) : null}
        <div className={section.quiet}>
          <bdi>{member.email}</bdi>
        </div>
      </td>
      <td>
        <bdi>{member.roleName}</bdi>
        <ScopeText scope={member.scope} />
      </td>
      <td className={classes.state}>
        <MemberState member={member} />
      </td>
      <td>
        {member.lastSignInAt === null ? <Trans>Never</Trans> : <Time iso={member.lastSignInAt} />}
        {member.sessions === 0 ? null : (
          <div className={section.quiet}>
            {plural(member.sessions, { one: '# open session', other: '# open sessions' })}
          </div>
        )}
        {member.tokens === 0 ? null : (
          <div className={section.quiet}>{plural(member.tokens, { one: '# token', other: '# tokens' })}</div>
        )}
      </td>
      <td className={classes.acts}>
        <MemberActs member={member} isSelf={isSelf} onInvitation={onInvitation} />
      </td>
    </tr>
  )
}

/** What the role of a member is limited to; nothing for a role without a limit. */
function ScopeText({ scope }: Pick<MemberEntry, 'scope'>): ReactNode {
  const names = useAccessNames()
  if (scope === null) return null
  const parts = [
    ...(scope.groups === null ? [] : [t`only users of ${{ groups: formatList(scope.groups.map(names.group)) }}`]),
    ...(scope.bots === null ? [] : [t`only roles on ${{ bots: formatList(scope.bots.map(names.bot)) }}`]),
  ]
  return <div className={section.quiet}>{formatSeries(parts)}</div>
}

const factorText = ({ hasPassphrase, hasTotp, passkeys }: MemberEntry): string =>
  formatSeries([
    hasPassphrase ? t`Passphrase` : t`Sign-in link`,
    ...(hasTotp ? [t`authenticator app`] : []),
    ...(passkeys === 0 ? [] : [plural(passkeys, { one: '# passkey', other: '# passkeys' })]),
  ])

/** Whether a member can sign in, and how. */
function MemberState({ member }: { member: MemberEntry }): ReactNode {
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

interface InvitationDialogProps {
  readonly invitation: Invitation
  readonly onClose: () => void
}

/** The link of an invitation. */
function InvitationDialog({ invitation, onClose }: InvitationDialogProps): ReactNode {
  const { member, link, expiresAt, emailed } = invitation
  return (
    <ShownOnceDialog
      title={t`Link for ${{ name: member.name }}`}
      value={link}
      copyLabel={t`Copy the link`}
      onClose={onClose}
    >
      {emailed ? (
        <Trans>
          Muster emails this link to <bdi>{member.email}</bdi>. It works once and expires <Time iso={expiresAt} />.
          Muster does not show it again.
        </Trans>
      ) : (
        <Trans>
          Send this link to <bdi>{member.email}</bdi>. It works once and expires <Time iso={expiresAt} />. Muster does
          not show it again.
        </Trans>
      )}
    </ShownOnceDialog>
  )
}
