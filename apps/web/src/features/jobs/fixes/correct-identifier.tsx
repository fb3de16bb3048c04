import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import { type ReactNode, useState } from 'react'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import classes from '../report/job-report.module.css'
import { correctedIdentifier, type IdentifierKind, offeredKinds } from './corrected-identifier.ts'
import { usePlanFromJob } from './use-plan-from-job.ts'

interface CorrectIdentifierProps {
  readonly job: JobEntry
  readonly item: JobItemEntry
  readonly onClose: () => void
}

const labels: Readonly<Record<IdentifierKind, MessageDescriptor>> = {
  email: msg`Email address`,
  orgUserId: msg`Organization ID`,
  userId: msg`User ID`,
  channelUserId: msg`Channel identity`,
}

/** Corrects the identifier of one user: another value, or an email in place of an ID. Ends in a plan for this user. */
export function CorrectIdentifier({ job, item, onClose }: CorrectIdentifierProps): ReactNode {
  const plan = usePlanFromJob()
  const { identifier, seq } = item
  // An email is the way to correct an ambiguous identifier, so the form starts with it.
  const [by, setBy] = useState<IdentifierKind>(item.cause === 'user_ambiguous' ? 'email' : identifier.by)
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
      <KindSelect kinds={offeredKinds(identifier.by)} by={by} onPick={setBy} />
      <TextInput
        size="xs"
        label={i18n._(labels[by])}
        ref={focus}
        autoComplete="off"
        spellCheck={false}
        maxLength={320}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button size="xs" type="submit" disabled={to === null} loading={plan.isPending}>
        <Trans>See what this will change</Trans>
      </Button>
      <Button size="xs" variant="default" onClick={onClose}>
        <Trans>Close</Trans>
      </Button>
      <ErrorNote error={plan.error} />
    </form>
  )
}

/** The same function at every render: React calls it once, and the focus stays on the select when its value changes. */
const focus = (input: HTMLInputElement | null) => input?.focus()

interface KindSelectProps {
  readonly kinds: readonly IdentifierKind[]
  readonly by: IdentifierKind
  readonly onPick: (by: IdentifierKind) => void
}

function KindSelect({ kinds, by, onPick }: KindSelectProps): ReactNode {
  return (
    <NativeSelect
      size="xs"
      label={t`Identifier type`}
      data={kinds.map((kind) => ({ value: kind, label: i18n._(labels[kind]) }))}
      value={by}
      onChange={(event) => onPick(kinds.find((kind) => kind === event.currentTarget.value) ?? by)}
    />
  )
}
