import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { useMay, useSession } from '../../../lib/session.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { BottomBar } from '../../../ui/page/bottom-bar.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { fixRowsMutation, planUploadMutation } from '../queries.ts'
import classes from './plan-bar.module.css'
import { whyNoPlan } from './plan-readiness.ts'

interface PlanBarProps {
  readonly upload: UploadEntry
  readonly canChange: boolean
}

/** Bar at the foot of the page that creates the plan. A plan sends nothing to Kore.ai. */
export function PlanBar({ upload, canChange }: PlanBarProps): ReactNode {
  const { environment, accountName } = useSession()
  const go = useGo()
  const client = useQueryClient()
  const mayPlan = useMay('plans:write')
  const plan = useMutation({
    ...planUploadMutation(upload.id, client),
    onSuccess: (created) => go(paths.plan(created.id)),
  })
  const { ready } = upload.counts
  const why = mayPlan ? whyNoPlan(upload) : null
  return (
    <BottomBar
      label={t`Create the plan`}
      words={
        <>
          <span>
            <Plural
              value={ready}
              one={
                <Trans>
                  <strong># row is ready</strong> for <Sentence text={accountName} />{' '}
                  <EnvironmentTag environment={environment} />
                </Trans>
              }
              other={
                <Trans>
                  <strong># rows are ready</strong> for <Sentence text={accountName} />{' '}
                  <EnvironmentTag environment={environment} />
                </Trans>
              }
            />
          </span>
          <RemainingErrors upload={upload} canChange={canChange} />
        </>
      }
    >
      <ErrorNote error={plan.error} />
      {why === null ? null : <span className={classes.quiet}>{why}</span>}
      <PermittedButton
        permission="plans:write"
        disabled={why !== null}
        loading={plan.isPending}
        onClick={() => plan.mutate()}
      >
        <Trans>See what this will change</Trans>
      </PermittedButton>
    </BottomBar>
  )
}

function RemainingErrors({ upload, canChange }: Pick<PlanBarProps, 'upload' | 'canChange'>): ReactNode {
  const fix = useMutation(fixRowsMutation(upload.id, useQueryClient()))
  const { errors, excluded } = upload.counts
  return (
    <span className={classes.quiet}>
      {errors > 0 ? (
        <>
          <Plural
            value={errors}
            one="# row with errors will be blocked in the plan."
            other="# rows with errors will be blocked in the plan."
          />{' '}
          {canChange ? (
            <Button
              variant="subtle"
              size="compact-sm"
              loading={fix.isPending}
              onClick={() => fix.mutate({ kind: 'all', rows: 'error' })}
            >
              <Plural value={errors} one="Exclude it" other="Exclude these #" />
            </Button>
          ) : null}
        </>
      ) : excluded > 0 ? (
        <>
          <Plural value={excluded} one="# row is excluded." other="# rows are excluded." />{' '}
          {canChange ? (
            <Button
              variant="subtle"
              size="compact-sm"
              loading={fix.isPending}
              onClick={() => fix.mutate({ kind: 'all', rows: 'excluded' })}
            >
              <Plural value={excluded} one="Include it" other="Include all" />
            </Button>
          ) : null}
        </>
      ) : null}
      <ErrorNote error={fix.error} />
    </span>
  )
}
