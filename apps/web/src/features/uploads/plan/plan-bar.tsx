import { plural, t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ComponentProps, type ReactNode, useRef } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { useMay, useSession } from '../../../lib/session.ts'
import type { Target } from '../../../lib/target.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { EnvironmentTag } from '../../../ui/facts/environment-tag.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { isSameLayer } from '../../../ui/form/same-layer.ts'
import { BottomBar } from '../../../ui/page/bottom-bar.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { excludeAllMutation, planUploadMutation, readyRowsMutation } from '../queries.ts'
import type { UndoHistory } from '../rows/undo-history.ts'
import classes from './plan-bar.module.css'
import { namesUsersOnly, whyNoPlan } from './plan-readiness.ts'

interface PlanBarProps {
  readonly upload: UploadEntry
  readonly canChange: boolean
  readonly history: UndoHistory
}

interface EditAllProps {
  /** Opens the form that edits the access of all users of the file. */
  readonly onEditAll: (target: Target) => void
}

// untranslated: keys
const primaryKeys = 'Control+Enter Meta+Enter'

const primaryButton = {
  permission: 'plans:write',
  className: classes.primary,
  'aria-keyshortcuts': primaryKeys,
} as const

/** Bar at the foot of the page that creates the plan. A plan sends nothing to Kore.ai. */
export function PlanBar({ upload, canChange, history, onEditAll }: PlanBarProps & EditAllProps): ReactNode {
  const mayPlan = useMay('plans:write')
  const client = useQueryClient()
  const go = useGo()
  const plan = useMutation({
    ...planUploadMutation(upload.id, client),
    onSuccess: (created) => go(paths.plan(created.id)),
  })
  const editAll = useMutation({
    ...readyRowsMutation(upload.id, client),
    onSuccess: (count) => onEditAll({ kind: 'upload', uploadId: upload.id, count }),
  })
  const why = mayPlan ? (whyUnsaved(history) ?? whyNoPlan(upload)) : null
  const button = useRef<HTMLButtonElement>(null)
  useHotkeys([['mod+Enter', (event) => isSameLayer(event, button.current) && button.current?.click()]])
  const primary = { ...primaryButton, ref: button }
  return (
    <BottomBar label={t`Create the plan`} words={<RowsOfPlan {...{ upload, canChange, history }} />}>
      <ErrorNote error={plan.error ?? editAll.error} />
      {namesUsersOnly(upload) ? (
        <EditAllButton
          {...primary}
          why={whyUnsaved(history)}
          loading={editAll.isPending}
          onClick={() => editAll.mutate()}
        />
      ) : (
        <>
          {why === null ? null : <span className={classes.quiet}>{why}</span>}
          <PermittedButton {...primary} disabled={why !== null} loading={plan.isPending} onClick={() => plan.mutate()}>
            <Trans>See what this will change</Trans>
          </PermittedButton>
        </>
      )}
    </BottomBar>
  )
}

function RowsOfPlan(props: PlanBarProps): ReactNode {
  return (
    <>
      <ReadyRows count={props.upload.counts.ready} />
      <RemainingErrors {...props} />
    </>
  )
}

/** A plan would have the old values of cells whose save was refused. */
const whyUnsaved = ({ unsaved }: UndoHistory): string | null =>
  unsaved.refused.length === 0 ? null : t`Cells are not saved. Save or discard them first.`

interface EditAllButtonProps extends Omit<ComponentProps<typeof PermittedButton>, 'children' | 'disabled'> {
  /** Why the form does not open yet; null if it does. */
  readonly why: string | null
}

/** For a file that only names users: one change for all of them. */
function EditAllButton({ why, ...button }: EditAllButtonProps): ReactNode {
  return (
    <>
      <span className={classes.quiet}>
        {why ?? t`The file requests no change. Map a column, or choose one change for all.`}
      </span>
      <PermittedButton {...button} disabled={why !== null}>
        <Trans>Edit access of all…</Trans>
      </PermittedButton>
    </>
  )
}

function ReadyRows({ count }: { readonly count: number }): ReactNode {
  const { environment, accountName } = useSession()
  return (
    <span>
      <Plural
        value={count}
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
  )
}

/** Excludes all rows with errors, or includes all excluded ones. */
function useExcludeAll({ id }: UploadEntry, history: UndoHistory) {
  const fix = useMutation(excludeAllMutation(id, useQueryClient()))
  const excludeAll = (level: 'error' | 'excluded', message: string): void =>
    fix.mutate(level, {
      onSuccess: ({ undo }) => {
        if (undo.length > 0) history.push(undo)
        history.announce(message)
      },
    })
  return { excludeAll, isPending: fix.isPending, error: fix.error }
}

function RemainingErrors({ upload, canChange, history }: PlanBarProps): ReactNode {
  const { excludeAll, isPending, error } = useExcludeAll(upload, history)
  const { errors, excluded } = upload.counts
  const exclude = (): void => excludeAll('error', plural(errors, { one: '# row excluded.', other: '# rows excluded.' }))
  const include = (): void =>
    excludeAll('excluded', plural(excluded, { one: '# row included.', other: '# rows included.' }))
  return (
    <span className={classes.quiet}>
      {errors > 0 ? (
        <>
          <Plural value={errors} one="# row with errors will be blocked." other="# rows with errors will be blocked." />{' '}
          {canChange ? (
            <Button variant="subtle" size="compact-sm" loading={isPending} onClick={exclude}>
              <Plural value={errors} one="Exclude it" other="Exclude these #" />
            </Button>
          ) : null}
        </>
      ) : excluded > 0 ? (
        <>
          <Plural value={excluded} one="# row is excluded." other="# rows are excluded." />{' '}
          {canChange ? (
            <Button variant="subtle" size="compact-sm" loading={isPending} onClick={include}>
              <Plural value={excluded} one="Include it" other="Include all" />
            </Button>
          ) : null}
        </>
      ) : null}
      <ErrorNote error={error} />
    </span>
  )
}
