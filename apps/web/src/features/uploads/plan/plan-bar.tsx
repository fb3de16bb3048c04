import { Button } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { formatNumber, formatPlural } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { useMay, useSession } from '../../../lib/session.ts'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { BottomBar } from '../../../ui/page/bottom-bar.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import type { ColumnChoices } from '../columns/use-column-choices.ts'
import { fixRowsMutation, planUploadMutation } from '../queries.ts'
import classes from './plan-bar.module.css'
import { whyNoPlan } from './plan-readiness.ts'

interface PlanBarProps {
  readonly upload: UploadEntry
  readonly canChange: boolean
  readonly choices: ColumnChoices
}

/** The one way from a file to a plan. It stays in sight; nothing is sent by it. */
export function PlanBar({ upload, canChange, choices }: PlanBarProps): ReactNode {
  const { environment, accountName } = useSession()
  const go = useGo()
  const client = useQueryClient()
  const mayPlan = useMay('plans:write')
  const plan = useMutation({
    ...planUploadMutation(upload.id, client),
    onSuccess: (made) => go(paths.plan(made.id)),
  })
  const changed = canChange ? choices.pending.length : 0
  const why = mayPlan ? whyNoPlan(upload) : 'Your role does not allow making plans.'
  return (
    <BottomBar
      label="Make the plan"
      words={
        <>
          <span>
            <strong>{formatPlural(upload.counts.ready, 'row is', 'rows are')} ready</strong> for{' '}
            <Sentence text={accountName} /> <EnvironmentTag environment={environment} />
          </span>
          <ErrorsLeft upload={upload} canChange={canChange} />
        </>
      }
    >
      <ErrorNote error={plan.error} />
      {changed === 0 ? null : (
        <>
          <ErrorNote error={choices.error} />
          <span className={classes.quiet}>
            {formatPlural(changed, 'column mapping')} changed, rows not checked yet.
          </span>
          <Button loading={choices.isChecking} onClick={choices.check}>
            Check the rows again
          </Button>
        </>
      )}
      {changed === 0 && why !== null ? <span className={classes.quiet}>{why}</span> : null}
      {changed === 0 ? (
        <Button disabled={why !== null} loading={plan.isPending} onClick={() => plan.mutate()}>
          See what this will change
        </Button>
      ) : null}
    </BottomBar>
  )
}

function ErrorsLeft({ upload, canChange }: Pick<PlanBarProps, 'upload' | 'canChange'>): ReactNode {
  const fix = useMutation(fixRowsMutation(upload.id, useQueryClient()))
  const { errors, excluded } = upload.counts
  return (
    <span className={classes.quiet}>
      {errors > 0 ? (
        <>
          {formatPlural(errors, 'row')} with errors will stand in the plan as not possible.{' '}
          {canChange ? (
            <Button
              variant="subtle"
              size="compact-sm"
              loading={fix.isPending}
              onClick={() => fix.mutate({ kind: 'all', rows: 'error' })}
            >
              Leave {errors === 1 ? 'it' : `these ${formatNumber(errors)}`} out
            </Button>
          ) : null}
        </>
      ) : excluded > 0 ? (
        <>
          {formatPlural(excluded, 'row')} left out.{' '}
          {canChange ? (
            <Button
              variant="subtle"
              size="compact-sm"
              loading={fix.isPending}
              onClick={() => fix.mutate({ kind: 'all', rows: 'excluded' })}
            >
              Take {excluded === 1 ? 'it' : 'all'} in again
            </Button>
          ) : null}
        </>
      ) : null}
      <ErrorNote error={fix.error} />
    </span>
  )
}
