import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import { type ReactNode, useState } from 'react'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import classes from '../report/job-report.module.css'
import { correctedIdentifier, type NamedBy, waysToName } from './corrected-identifier.ts'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface CorrectIdentifierProps {
  readonly job: JobEntry
  readonly item: JobItemEntry
  readonly onClose: () => void
}

const labels = {
  email: 'E-mail address',
  orgUserId: 'Organisation id',
  userId: 'User id',
  channelUserId: 'Channel identity',
} as const

/** Corrects how one person is named: another address, or an address in place of an id. Ends in a plan for this person. */
export function CorrectIdentifier({ job, item, onClose }: CorrectIdentifierProps): ReactNode {
  const plan = usePlanFromJob()
  const { identifier, seq } = item
  // What several people go by is corrected by an address, so that is asked for first.
  const [by, setBy] = useState<NamedBy>(item.cause === 'user_ambiguous' ? 'email' : identifier.by)
  const [value, setValue] = useState(by === identifier.by ? identifier.value : '')
  const to = correctedIdentifier(identifier, by, value)
  return (
    <form
      className={classes.correct}
      onSubmit={(event) => {
        event.preventDefault()
        if (to === null) return
        plan.mutate({ kind: 'retry', jobId: job.id, seqs: [seq], fix: { kind: 'replace_identifier', seq, to } })
      }}
    >
      <NamedBySelect ways={waysToName(identifier.by)} by={by} onPick={setBy} />
      <TextInput
        size="xs"
        label={labels[by]}
        ref={focused}
        autoComplete="off"
        spellCheck={false}
        maxLength={320}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button size="xs" type="submit" disabled={to === null} loading={plan.isPending}>
        See what this will change
      </Button>
      <Button size="xs" variant="default" onClick={onClose}>
        Close
      </Button>
      <ErrorNote error={plan.error} />
    </form>
  )
}

/** The same function at every render, so that it is called once: choosing a way to name keeps the focus there. */
const focused = (input: HTMLInputElement | null) => input?.focus()

interface NamedBySelectProps {
  readonly ways: readonly NamedBy[]
  readonly by: NamedBy
  readonly onPick: (by: NamedBy) => void
}

function NamedBySelect({ ways, by, onPick }: NamedBySelectProps): ReactNode {
  return (
    <NativeSelect
      size="xs"
      label="Named by"
      data={ways.map((way) => ({ value: way, label: labels[way] }))}
      value={by}
      onChange={(event) => onPick(ways.find((way) => way === event.currentTarget.value) ?? by)}
    />
  )
}
