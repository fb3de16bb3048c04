import { Button, TextInput } from '@mantine/core'
import type { JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import { type ReactNode, useState } from 'react'
import { ErrorNote } from '../../ui/error-note.tsx'
import classes from './job-report.module.css'
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

/** Corrects how one person is named; the kind of identifier stays what it was. Ends in a plan for this person. */
export function CorrectIdentifier({ job, item, onClose }: CorrectIdentifierProps): ReactNode {
  const plan = usePlanFromJob()
  const { identifier, seq } = item
  const [value, setValue] = useState(identifier.value)
  const corrected = value.trim()
  const ready = corrected !== '' && corrected !== identifier.value
  return (
    <form
      className={classes.correct}
      onSubmit={(event) => {
        event.preventDefault()
        const fix = { kind: 'replace_identifier', seq, to: { ...identifier, value: corrected } } as const
        if (ready) plan.mutate({ kind: 'retry', jobId: job.id, seqs: [seq], fix })
      }}
    >
      <TextInput
        size="xs"
        label={labels[identifier.by]}
        ref={(input) => input?.focus()}
        autoComplete="off"
        spellCheck={false}
        maxLength={320}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button size="xs" type="submit" disabled={!ready} loading={plan.isPending}>
        See what this will change
      </Button>
      <Button size="xs" variant="default" onClick={onClose}>
        Close
      </Button>
      <ErrorNote error={plan.error} />
    </form>
  )
}
