import { Button, Modal, Select } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import type { CauseCode } from '@muster/core/cause'
import type { RoleOnBot } from '@muster/core/change'
import { type ReactNode, useState } from 'react'
import { useAccessLists } from '../../lib/access.ts'
import { formatPlural } from '../../lib/format.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { type FixChoice, fixOf } from './fix-choice.ts'
import classes from './job-report.module.css'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface TargetBase {
  readonly key: string
  /** "Tester on Billing". */
  readonly name: string
  readonly count: number
}

/** What a fix is about: a role or a group that did not work, and what is to become of it. */
export type FixTarget = TargetBase &
  (
    | { readonly kind: 'replace_role' | 'drop_role'; readonly role: RoleOnBot }
    | { readonly kind: 'replace_group' | 'drop_group'; readonly groupId: string }
  )

interface FixDialogProps {
  readonly job: JobEntry
  readonly cause: CauseCode
  /** Null: closed. */
  readonly target: FixTarget | null
  readonly onClose: () => void
}

const titles = {
  replace_role: 'Choose another role',
  drop_role: 'Leave the role out',
  replace_group: 'Choose another group',
  drop_group: 'Leave the group out',
} as const

/** One fix for everybody a cause met. Ends in a plan to review. */
export function FixDialog({ job, cause, target, onClose }: FixDialogProps): ReactNode {
  const plan = usePlanFromJob()
  const [choice, setChoice] = useState<FixChoice>({
    roleId: null,
    botId: target === null ? null : botOf(target),
    groupId: null,
  })
  const { roles } = useAccessLists()
  if (target === null) return null
  const fix = fixOf(target, choice, roles)
  return (
    <Modal opened onClose={onClose} title={titles[target.kind]} centered size="md">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (fix !== null) plan.mutate({ kind: 'retry', jobId: job.id, cause, fix })
        }}
      >
        <p>
          {target.kind.startsWith('drop')
            ? 'Asks the same again without '
            : 'Asks the same again with another in place of '}
          <strong>
            <bdi>{target.name}</bdi>
          </strong>
          , for {formatPlural(target.count, 'user')}. You see the plan first.
        </p>
        {target.kind === 'replace_role' ? <RolePicker choice={choice} onChoose={setChoice} /> : null}
        {target.kind === 'replace_group' ? <GroupPicker choice={choice} onChoose={setChoice} /> : null}
        <ErrorNote error={plan.error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button type="submit" disabled={fix === null} loading={plan.isPending}>
            See what this will change
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function botOf(target: FixTarget): string | null {
  return 'role' in target ? target.role.botId : null
}

interface PickerProps {
  readonly choice: FixChoice
  readonly onChoose: (choice: FixChoice) => void
}

function RolePicker({ choice, onChoose }: PickerProps): ReactNode {
  const { roles, bots } = useAccessLists()
  const chosen = roles.find((role) => role.id === choice.roleId)
  return (
    <>
      <Select
        label="Role"
        placeholder="Search roles"
        searchable
        data-autofocus
        data={options(roles)}
        value={choice.roleId}
        onChange={(roleId) => onChoose({ ...choice, roleId })}
        nothingFoundMessage="No role of that name"
      />
      {chosen?.kind === 'admin' ? (
        <p>An admin role holds in the whole account; it has no bot.</p>
      ) : (
        <Select
          label="Bot"
          placeholder="Search bots"
          searchable
          data={options(bots)}
          value={choice.botId}
          onChange={(botId) => onChoose({ ...choice, botId })}
          nothingFoundMessage="No bot of that name"
        />
      )}
    </>
  )
}

function GroupPicker({ choice, onChoose }: PickerProps): ReactNode {
  const { groups } = useAccessLists()
  return (
    <Select
      label="Group"
      placeholder="Search groups"
      searchable
      data-autofocus
      data={options(groups)}
      value={choice.groupId}
      onChange={(groupId) => onChoose({ ...choice, groupId })}
      nothingFoundMessage="No group of that name"
    />
  )
}

/** Options by name; where two share a name, their ids tell them apart. */
function options(entries: readonly { readonly id: string; readonly name: string }[]) {
  const seen = new Map<string, number>()
  for (const entry of entries) seen.set(entry.name, (seen.get(entry.name) ?? 0) + 1)
  return entries.map(({ id, name }) => ({ value: id, label: (seen.get(name) ?? 0) > 1 ? `${name} (${id})` : name }))
}
