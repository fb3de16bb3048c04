import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import type { Guards } from '@muster/contracts/guards'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { OctagonX } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import * as z from 'zod/mini'
import { formatDuration, formatNumber, formatShare } from '../../lib/format.ts'
import { useSession } from '../../lib/session.ts'
import { FormModal } from '../../query/form-modal.tsx'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { EnvironmentTag } from '../../ui/facts/environment-tag.tsx'
import { FactList } from '../../ui/facts/fact-list.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import section from '../../ui/page/section.module.css'
import classes from './guards-section.module.css'
import { guardsQuery, stopMutation } from './queries.ts'

/** Limits of the guards, and the button that stops all changes. */
export function GuardsSection(): ReactNode {
  return (
    <section className={section.section} aria-label={t`Guards`}>
      <h2>
        <Trans>Guards</Trans>
      </h2>
      <QueryBoundary loading={t`Loading guards`} rows={4}>
        <GuardsView />
      </QueryBoundary>
    </section>
  )
}

function GuardsView(): ReactNode {
  const { stopped, limits } = useSuspenseQuery(guardsQuery).data
  const { protectedUsers, delayFromUsers, delayMinutes, erasureDelayMinutes } = limits
  return (
    <>
      <FactList
        facts={[
          [t`Changes`, stopped === null ? t`Allowed` : t`Stopped by an owner`],
          [t`Typed confirmation with the share`, confirmationWords(limits)],
          [t`Removing more than half of the users`, limits.allowMost ? t`Allowed` : t`Refused within 24 hours`],
          [t`Delay of removals`, removalDelayWords(delayMinutes, delayFromUsers)],
          [t`Delay of erasures`, erasureDelayWords(Math.max(delayMinutes, erasureDelayMinutes), delayFromUsers)],
          [
            t`Protected users`,
            protectedUsers === 0 ? t`None` : plural(protectedUsers, { one: '# entry', other: '# entries' }),
          ],
        ]}
      />
      {stopped === null ? <StopChanges /> : null}
    </>
  )
}

function StopChanges(): ReactNode {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <PermittedButton
        permission="changes:stop"
        className={classes.stop ?? ''}
        color="red"
        variant="outline"
        leftSection={<OctagonX size={14} aria-hidden="true" />}
        onClick={() => setOpened(true)}
      >
        <Trans>Stop all changes…</Trans>
      </PermittedButton>
      {opened ? <StopDialog onClose={() => setOpened(false)} /> : null}
    </>
  )
}

const stopSchema = z.object({ reason: z.string().check(z.trim(), z.maxLength(500)) })

function useStopForm(onClose: () => void) {
  const stop = useMutation(stopMutation(useQueryClient()))
  const form = useZodForm({
    schema: stopSchema,
    defaultValues: { reason: '' },
    request: stop,
    fields: { 'body.reason': 'reason' },
    onSubmit: ({ reason }) => stop.mutate(reason, { onSuccess: onClose }),
  })
  return { form, isStopped: stop.isSuccess }
}

function StopDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { form, isStopped } = useStopForm(onClose)
  return (
    <FormModal
      title={t`Stop all changes?`}
      centered
      size="md"
      isDirty={form.formState.isDirty && !isStopped}
      onClose={onClose}
    >
      {(close) => (
        <Form form={form}>
          <StoppedAccount />
          <p>
            <Trans>
              Muster sends no change until an owner resumes changes, neither from jobs nor from scripts. Calls in flight
              finish, and jobs keep their progress.
            </Trans>
          </p>
          <TextInput
            data-autofocus
            label={t`Reason (optional)`}
            maxLength={500}
            error={form.formState.errors.reason?.message}
            {...form.register('reason')}
          />
          <FormEnd form={form} onClose={close} color="red">
            <Trans>Stop all changes</Trans>
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}

/** The account whose changes stop. */
function StoppedAccount(): ReactNode {
  const { environment, accountName } = useSession()
  return (
    <p>
      <Trans>
        On{' '}
        <strong>
          <bdi>{accountName}</bdi>
        </strong>{' '}
        <EnvironmentTag environment={environment} />
      </Trans>
    </p>
  )
}

/** When a plan needs a typed confirmation. */
function confirmationWords({ confirmUsers, confirmPercent, percentFromUsers }: Guards['limits']): string {
  const share = formatShare(confirmPercent / 100)
  const accountSize = formatNumber(percentFromUsers)
  return plural(confirmUsers, {
    one: `Above # user, or above ${share} of an account of ${accountSize} users or more`,
    other: `Above # users, or above ${share} of an account of ${accountSize} users or more`,
  })
}

function removalDelayWords(minutes: number, users: number): string {
  if (minutes === 0) return t`None`
  const delay = formatDuration(minutes * 60)
  return plural(users, { one: `${delay}, for more than # user`, other: `${delay}, for more than # users` })
}

function erasureDelayWords(minutes: number, people: number): string {
  if (minutes === 0) return t`None`
  const delay = formatDuration(minutes * 60)
  return plural(people, { one: `${delay}, for more than # person`, other: `${delay}, for more than # people` })
}
