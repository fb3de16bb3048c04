import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Button, TextInput } from '@mantine/core'
import type { SavedView } from '@muster/contracts/saved-views/saved-views'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, Save, Trash2 } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import * as z from 'zod/mini'
import { AppLink } from '../../../lib/app-link.tsx'
import type { UsersSearch } from '../../../lib/page-search.ts'
import { useReportDirty } from '../../../query/discard-guard.tsx'
import { Form } from '../../../ui/form/form.tsx'
import { SubmitButton } from '../../../ui/form/submit-button.tsx'
import { useZodForm } from '../../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { deleteViewMutation, savedViewsQuery, saveViewMutation, searchOfView, viewPath } from './queries.ts'
import classes from './view-list.module.css'

interface ViewListProps {
  readonly search: UsersSearch
  /** The columns that are shown now. */
  readonly columns: NonNullable<SavedView['columns']>
  /** Whether closing would lose a typed name. */
  readonly onDirty: (isDirty: boolean) => void
  /** Does what loses a typed name, after a question. */
  readonly onLose: (lose: () => void) => void
}

/** The saved views: opens, renames, replaces and deletes them, and saves the search of the page as another. */
export function ViewList({ search, columns, onDirty, onLose }: ViewListProps): ReactNode {
  const client = useQueryClient()
  const { data: views = [] } = useQuery(savedViewsQuery)
  const save = useMutation(saveViewMutation(client))
  const remove = useMutation(deleteViewMutation(client))
  const [renamedId, setRenamedId] = useState<string | null>(null)
  const renamed = views.find(({ id }) => id === renamedId) ?? null
  const now = { search: searchOfView(search), columns: [...columns] }
  return (
    <>
      <ul className={classes.views} aria-label={t`Saved views`}>
        {views.map((view) => (
          <ViewRow
            key={view.id}
            view={view}
            onRename={() => (view.id === renamed?.id ? undefined : onLose(() => setRenamedId(view.id)))}
            onReplace={() => save.mutate({ ...view, ...now })}
            onDelete={() => remove.mutate(view.id)}
          />
        ))}
      </ul>
      <NameForm
        key={renamed?.id ?? 'new'}
        renamed={renamed}
        request={save}
        onDirty={onDirty}
        onSave={(name, onSuccess) => save.mutate({ id: null, ...now, ...renamed, name }, { onSuccess })}
        onSaved={() => setRenamedId(null)}
      />
      <ErrorNote error={save.error ?? remove.error} />
    </>
  )
}

const nameSchema = () =>
  z.object({ name: z.string().check(z.trim(), z.minLength(1, t`Enter a name`), z.maxLength(80)) })

interface NameFormProps extends Pick<ViewListProps, 'onDirty'> {
  /** The view that gets another name; null for a new one. */
  readonly renamed: SavedView | null
  readonly request: { readonly isPending: boolean; readonly error: unknown }
  readonly onSave: (name: string, onSuccess: () => void) => void
  readonly onSaved: () => void
}

function NameForm({ renamed, request, onDirty, onSave, onSaved }: NameFormProps): ReactNode {
  const form = useZodForm({
    schema: nameSchema(),
    defaultValues: { name: renamed?.name ?? '' },
    request,
    onSubmit: ({ name }) =>
      onSave(name, () => {
        form.reset()
        onSaved()
      }),
  })
  const { setFocus } = form
  useReportDirty(form.formState.isDirty, onDirty)
  const isRename = renamed !== null
  useEffect(() => {
    if (isRename) setFocus('name')
  }, [isRename, setFocus])
  return (
    <Form form={form} className={classes.form}>
      <TextInput
        aria-label={renamed === null ? t`Name of the view` : t`New name of ${renamed.name}`}
        placeholder={t`Name of the view`}
        maxLength={80}
        error={form.formState.errors.name?.message}
        {...form.register('name')}
      />
      <SubmitButton form={form} variant="default">
        {renamed === null ? <Trans>Save view</Trans> : <Trans>Rename</Trans>}
      </SubmitButton>
    </Form>
  )
}

interface ViewRowProps {
  readonly view: SavedView
  readonly onRename: () => void
  readonly onReplace: () => void
  readonly onDelete: () => void
}

const focusOn = (element: HTMLElement | null): void => element?.focus()

function ViewRow({ view, onRename, onReplace, onDelete }: ViewRowProps): ReactNode {
  const [isConfirming, setConfirming] = useState(false)
  const { name } = view
  if (isConfirming) {
    return (
      <li className={classes.view}>
        <span className={classes.name}>{t`Delete ${name}?`}</span>
        <Button size="compact-sm" color="red" onClick={onDelete}>
          <Trans>Delete</Trans>
        </Button>
        <Button size="compact-sm" variant="default" ref={focusOn} onClick={() => setConfirming(false)}>
          <Trans>Keep</Trans>
        </Button>
      </li>
    )
  }
  return (
    <li className={classes.view}>
      <AppLink href={viewPath(view)} className={classes.name}>
        <bdi>{name}</bdi>
      </AppLink>
      <ActionIcon variant="subtle" size="sm" aria-label={t`Rename ${name}`} onClick={onRename}>
        <Pencil size={14} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon variant="subtle" size="sm" aria-label={t`Save this search as ${name}`} onClick={onReplace}>
        <Save size={14} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon variant="subtle" size="sm" aria-label={t`Delete ${name}`} onClick={() => setConfirming(true)}>
        <Trash2 size={14} aria-hidden="true" />
      </ActionIcon>
    </li>
  )
}
