import { Button } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import type { CauseCode } from '@muster/core/outcome/cause'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import { type ReactNode, useState } from 'react'
import { useAccessLists } from '../../../lib/access.ts'
import { useLeaveGuard } from '../../../lib/leave-guard.ts'
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

/** One fix for everybody it is about, or for one person. Ends in a plan to review. */
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
            {openings[target.kind]}{' '}
            <strong>
              <bdi>{target.name}</bdi>
            </strong>
            , for {subjectsInWords(target.count, job.kinds)}. You see the plan before anything is sent.
          </p>
          {target.kind === 'replace_role' ? <RolePicker {...pickers} /> : null}
          {target.kind === 'replace_bot' ? <BotPicker {...pickers} first /> : null}
          {target.kind === 'replace_group' ? <GroupPicker {...pickers} /> : null}
          <ErrorNote error={plan.error} />
          <div className={classes.buttons}>
            <Button variant="default" onClick={close}>
              Close
            </Button>
            <Button type="submit" disabled={fix === null} loading={plan.isPending}>
              See what this will change
            </Button>
          </div>
        </ChooserForm>
      )}
    </FormModal>
  )
}

const openings = {
  replace_role: 'Asks the same with another role in place of',
  replace_bot: 'Asks the same on another bot, in place of',
  replace_group: 'Asks the same with another group in place of',
  drop_role: 'Asks the same without',
  drop_group: 'Asks the same without',
} as const

function planScope({ scope }: FixTarget) {
  return 'details' in scope ? { details: scope.details } : { seqs: [...scope.seqs] }
}
