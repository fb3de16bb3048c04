import { plural } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import type { CauseCode } from '@muster/core/outcome/cause'
import { type ReactNode, useState } from 'react'
import { useAccessLists } from '../../../lib/access.ts'
import { useLeaveGuard } from '../../../lib/leave-guard.ts'
import { isErasureOnly } from '../../../lib/subject-words.ts'
import { ChooserForm } from '../../../ui/form/chooser-form.tsx'
import { FormModal } from '../../../ui/form/form-modal.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import classes from '../report/job-report.module.css'
import { firstChoice, fixOf } from './fix-choice.ts'
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
export function FixDialog({ job, cause, target, onClose }: FixDialogProps): ReactNode {
  const plan = usePlanFromJob()
  const [choice, setChoice] = useState(() => firstChoice(target))
  const { roles } = useAccessLists()
  const guard = useLeaveGuard()
  if (target === null) return null
  const fix = fixOf(target, choice, roles)
  const isDirty = JSON.stringify(choice) !== JSON.stringify(firstChoice(target))
  const pickers = { choice, onChoose: setChoice }
  return (
    <FormModal title={target.label} centered size="md" isDirty={isDirty} guard={guard} onClose={onClose}>
      {(close) => (
        <ChooserForm
          className={classes.form}
          onSubmit={() => {
            if (fix !== null) plan.mutate({ kind: 'retry', jobId: job.id, cause, ...planScope(target), fix })
          }}
        >
          <p>
            <Effect kind={target.kind} name={target.name} /> {affectedWords(target.count, job.kinds)}{' '}
            <Trans>You review the plan before anything is sent.</Trans>
          </p>
          {target.kind === 'replace_role' ? <RolePicker {...pickers} /> : null}
          {target.kind === 'replace_bot' ? <BotPicker {...pickers} first /> : null}
          {target.kind === 'replace_group' ? <GroupPicker {...pickers} /> : null}
          <ErrorNote error={plan.error} />
          <div className={classes.buttons}>
            <Button variant="default" onClick={close}>
              <Trans>Close</Trans>
            </Button>
            <Button type="submit" disabled={fix === null} loading={plan.isPending}>
              <Trans>See what this will change</Trans>
            </Button>
          </div>
        </ChooserForm>
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
