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
import { factorsQuery } from './queries.ts'

/** The second factor of the member: an authenticator app and recovery codes. */
export function FactorsSection(): ReactNode {
  return (
    <section className={section.section} aria-label={t`Two-step sign-in`}>
      <h2>
        <Trans>Two-step sign-in</Trans>
      </h2>
      <QueryBoundary loading={t`Loading your factors`} rows={2}>
        <FactorsView />
      </QueryBoundary>
    </section>
  )
}

function FactorsView(): ReactNode {
  const { hasPassphrase, totpSince, recoveryCodes } = useSuspenseQuery(factorsQuery).data
  const [act, setAct] = useState<FactorAct | null>(null)
  if (!hasPassphrase)
    return (
      <p className={section.quiet}>
        <Trans>You sign in by link, without a passphrase.</Trans>
      </p>
    )
  return (
    <>
      <p className={section.quiet}>
        {totpSince === null ? (
          <Trans>Sign-in requires your passphrase only. Add an authenticator app to protect it.</Trans>
        ) : (
          <>
            <Trans>
              Sign-in requires a code of your authenticator app, added <Time iso={totpSince} />.
            </Trans>{' '}
            {plural(recoveryCodes, { one: '# recovery code is left.', other: '# recovery codes are left.' })}
          </>
        )}
      </p>
      <div className={classes.acts}>
        {totpSince === null ? (
          <Button size="xs" variant="default" onClick={() => setAct('add')}>
            <Trans>Add an authenticator app…</Trans>
          </Button>
        ) : (
          <>
            <Button size="xs" variant="default" onClick={() => setAct('renew')}>
              <Trans>Replace the recovery codes…</Trans>
            </Button>
            <Button size="xs" variant="default" onClick={() => setAct('remove')}>
              <Trans>Remove the authenticator app…</Trans>
            </Button>
          </>
        )}
      </div>
      {act === null ? null : <FactorDialog act={act} needsCode={totpSince !== null} onClose={() => setAct(null)} />}
    </>
  )
}
