import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { TokenEntry } from '@muster/contracts/tokens'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { formatSeries } from '../../lib/format.ts'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { ShownOnceDialog } from '../../ui/facts/shown-once-dialog.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ConfirmDialog } from '../../ui/form/confirm-dialog.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import section from '../../ui/page/section.module.css'
import { CreateTokenDialog } from './create-token-dialog.tsx'
import { revokeTokenMutation, tokensQuery } from './queries.ts'
import classes from './tokens.module.css'

/** The member's tokens for scripts, each with a button that revokes it. */
export function TokensSection(): ReactNode {
  return (
    <section className={section.section} aria-label={t`Tokens for scripts`}>
      <h2>
        <Trans>Tokens for scripts</Trans>
      </h2>
      <QueryBoundary loading={t`Loading your tokens`} rows={2}>
        <TokenTable />
      </QueryBoundary>
    </section>
  )
}

function TokenTable(): ReactNode {
  const { items } = useSuspenseQuery(tokensQuery).data
  const [isCreating, setCreating] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <>
      {items.length === 0 ? (
        <p className={section.quiet}>
          <Trans>
            You have no tokens. A script uses one in place of your session, with the permissions you choose.
          </Trans>
        </p>
      ) : (
        <RowTable label={t`Tokens`} columns={[t`Token`, '']}>
          {items.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </RowTable>
      )}
      <Button
        className={classes.create ?? ''}
        variant="default"
        leftSection={<KeyRound size={14} aria-hidden="true" />}
        onClick={() => setCreating(true)}
      >
        <Trans>Create a token…</Trans>
      </Button>
      {isCreating ? (
        <CreateTokenDialog
          onClose={() => setCreating(false)}
          onCreated={(made) => {
            setCreating(false)
            setSecret(made)
          }}
        />
      ) : null}
      {secret === null ? null : <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </>
  )
}

function TokenRow({ token }: { token: TokenEntry }): ReactNode {
  const { grantable } = useSuspenseQuery(tokensQuery).data
  const [isRevoking, setRevoking] = useState(false)
  const names = grantable.filter(({ id }) => token.permissions.includes(id)).map(({ name }) => name)
  return (
    <tr>
      <td>
        <bdi className={classes.name}>{token.name}</bdi>
        <div className={section.quiet}>{formatSeries(names)}</div>
        <div className={section.quiet}>
          {token.lastUsedAt === null ? (
            <Trans>
              expires <Time iso={token.expiresAt} />, never used
            </Trans>
          ) : (
            <Trans>
              expires <Time iso={token.expiresAt} />, last used <Time iso={token.lastUsedAt} /> from{' '}
              <bdi>{token.lastUsedFrom}</bdi>
            </Trans>
          )}
        </div>
      </td>
      <td className={classes.end}>
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          aria-label={t`Revoke ${{ token: token.name }}`}
          onClick={() => setRevoking(true)}
        >
          <Trans>Revoke…</Trans>
        </Button>
        {isRevoking ? <RevokeDialog token={token} onClose={() => setRevoking(false)} /> : null}
      </td>
    </tr>
  )
}

function RevokeDialog({ token, onClose }: { token: TokenEntry; onClose: () => void }): ReactNode {
  const revoke = useMutation(revokeTokenMutation(useQueryClient()))
  const { name } = token
  return (
    <ConfirmDialog
      title={t`Revoke the token ${name}?`}
      action={<Trans>Revoke the token</Trans>}
      request={revoke}
      onConfirm={() => revoke.mutate(token.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        <Trans>Scripts with this token can no longer sign in. You cannot undo this.</Trans>
      </p>
    </ConfirmDialog>
  )
}

interface SecretDialogProps {
  readonly secret: string
  readonly onClose: () => void
}

/** A new token. */
function SecretDialog({ secret, onClose }: SecretDialogProps): ReactNode {
  return (
    <ShownOnceDialog title={t`Your new token`} value={secret} copyLabel={t`Copy the token`} onClose={onClose}>
      <Trans>
        Copy the token now: Muster does not show it again. A script sends it as <code>Authorization: Bearer</code>.
      </Trans>
    </ShownOnceDialog>
  )
}
