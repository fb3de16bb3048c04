import { plural } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { ReactNode } from 'react'
import { useAccessLists } from '../../../lib/access.ts'
import { isErasureOnly } from '../../../lib/subject-text.ts'
import { FormModal } from '../../../query/form-modal.tsx'
import { Form } from '../../../ui/form/form.tsx'
import { FormEnd } from '../../../ui/form/form-end.tsx'
import { useZodForm } from '../../../ui/form/use-zod-form.ts'
import classes from '../report/job-report.module.css'
import { firstChoice, fixSchema } from './fix-choice.ts'
import { BotPicker, GroupPicker, RolePicker } from './fix-pickers.tsx'
import type { FixTarget } from './fix-targets.ts'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface FixDialogProps {
  readonly job: JobEntry
  readonly cause: CauseCode
  /** Null: closed. */
  readonly target: FixTarget | null
  readonly onClose: () => void
}

/** One fix for all its users, or for one. Ends in a plan to review. */
export function FixDialog({ target, ...rest }: FixDialogProps): ReactNode {
  return target === null ? null : <OpenFixDialog {...rest} target={target} />
}

function OpenFixDialog({ job, cause, target, onClose }: FixDialogProps & { readonly target: FixTarget }): ReactNode {
  const plan = usePlanFromJob(onClose)
  const { roles } = useAccessLists()
  const form = useZodForm({
    schema: fixSchema(target, roles),
    defaultValues: firstChoice(target),
    request: plan,
    onSubmit: (fix) => plan.mutate({ kind: 'retry', jobId: job.id, cause, ...planScope(target), fix }),
  })
  const { control } = form
  const { isDirty } = form.formState
  return (
    <FormModal title={target.label} centered size="md" isDirty={isDirty} onClose={onClose}>
      {(close) => (
        <Form form={form} className={classes.form}>
          <p>
            <Effect kind={target.kind} name={target.name} /> {affectedWords(target.count, job.kinds)}{' '}
            <Trans>You review the plan before anything is sent.</Trans>
          </p>
          {target.kind === 'replace_role' ? <RolePicker control={control} /> : null}
          {target.kind === 'replace_bot' ? <BotPicker control={control} first /> : null}
          {target.kind === 'replace_group' ? <GroupPicker control={control} /> : null}
          <FormEnd form={form} onClose={close} closeLabel={<Trans>Close</Trans>}>
            <Trans>See what this will change</Trans>
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}

function Effect({ kind, name }: Pick<FixTarget, 'kind' | 'name'>): ReactNode {
  const target = (
    <strong>
      <bdi>{name}</bdi>
    </strong>
  )
  switch (kind) {
    case 'replace_role':
      return <Trans>Retries the change with another role instead of {target}.</Trans>
    case 'replace_bot':
      return <Trans>Retries the change on another bot instead of {target}.</Trans>
    case 'replace_group':
      return <Trans>Retries the change with another group instead of {target}.</Trans>
    case 'drop_role':
    case 'drop_group':
      break
  }
  return <Trans>Retries the change without {target}.</Trans>
}

const affectedWords = (count: number, kinds: JobEntry['kinds']): string =>
  isErasureOnly(kinds)
    ? plural(count, { one: 'This affects # person.', other: 'This affects # people.' })
    : plural(count, { one: 'This affects # user.', other: 'This affects # users.' })

function planScope({ scope }: FixTarget) {
  return 'details' in scope ? { details: scope.details } : { seqs: [...scope.seqs] }
}
