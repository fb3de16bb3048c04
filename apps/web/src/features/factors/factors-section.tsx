import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { Time } from '../../ui/facts/time.tsx'
import section from '../../ui/page/section.module.css'
import { type FactorAct, FactorDialog } from './factor-dialog.tsx'
import classes from './factors.module.css'
import { PasskeyList } from './passkey-list.tsx'
import { factorsQuery } from './queries.ts'

/** The factors of the member besides the passphrase: an authenticator app, recovery codes and passkeys. */
export function FactorsSection(): ReactNode {
  return (
    <section className={section.section} aria-label={t`Two-step sign-in and passkeys`}>
      <h2>
        <Trans>Two-step sign-in and passkeys</Trans>
      </h2>
      <QueryBoundary loading={t`Loading your factors`} rows={2}>
        <FactorsView />
      </QueryBoundary>
    </section>
  )
}

function FactorsView(): ReactNode {
  const { hasPassphrase } = useSuspenseQuery(factorsQuery).data
  return (
    <>
      {hasPassphrase ? (
        <AppFactor />
      ) : (
        <p className={section.quiet}>
          <Trans>You sign in by link, without a passphrase.</Trans>
        </p>
      )}
      <PasskeyList />
    </>
  )
}

/** What a sign-in with the passphrase requires besides it. */
function Requirement(): ReactNode {
  const { totpSince, recoveryCodes, passkeys } = useSuspenseQuery(factorsQuery).data
  const left = plural(recoveryCodes, { one: '# recovery code is left.', other: '# recovery codes are left.' })
  if (totpSince !== null)
    return (
      <>
        <Trans>
          Sign-in requires a code of your authenticator app, added <Time iso={totpSince} />.
        </Trans>{' '}
        {left}
      </>
    )
  if (passkeys.length > 0)
    return (
      <>
        <Trans>Sign-in requires a passkey or a recovery code.</Trans> {left}
      </>
    )
  return <Trans>Sign-in requires your passphrase only. Add an authenticator app or a passkey to protect it.</Trans>
}

function AppFactor(): ReactNode {
  const { totpSince, passkeys } = useSuspenseQuery(factorsQuery).data
  const [act, setAct] = useState<FactorAct | null>(null)
  const hasPasskey = passkeys.length > 0
  const isProtected = totpSince !== null || hasPasskey
  return (
    <>
      <p className={section.quiet}>
        <Requirement />
      </p>
      <div className={classes.acts}>
        {totpSince === null ? (
          <Button size="xs" variant="default" onClick={() => setAct('add')}>
            <Trans>Add an authenticator app…</Trans>
          </Button>
        ) : (
          <Button size="xs" variant="default" onClick={() => setAct('remove')}>
            <Trans>Remove the authenticator app…</Trans>
          </Button>
        )}
        {isProtected ? (
          <Button size="xs" variant="default" onClick={() => setAct('renew')}>
            <Trans>Replace the recovery codes…</Trans>
          </Button>
        ) : null}
      </div>
      {act === null ? null : (
        <FactorDialog act={act} needsCode={isProtected} hasPasskey={hasPasskey} onClose={() => setAct(null)} />
      )}
    </>
  )
}
