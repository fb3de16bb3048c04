import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, NativeSelect } from '@mantine/core'
import { type UserColumn, userColumns } from '@muster/contracts/users'
import { isolateText } from '@muster/core/text/visible-controls'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useController } from 'react-hook-form'
import * as z from 'zod/mini'
import { formatNumber } from '../../lib/format.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Form } from '../../ui/form/form.tsx'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import { chooseColumn, columnWords } from './column-text.ts'
import classes from './directory-state.module.css'
import { loadDirectoryMutation, type readColumnsMutation } from './queries.ts'

interface CsvColumnsFormProps {
  readonly read: Awaited<ReturnType<NonNullable<typeof readColumnsMutation.mutationFn>>>
  readonly onCancel: () => void
  readonly onLoaded: (() => void) | undefined
}

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z.object({
    columns: z
      .array(z.nullable(z.enum(userColumns)))
      .check(
        z.refine(
          (columns) => columns.includes('email'),
          t`Choose the column with the email address. Muster identifies users by it.`,
        ),
      ),
  })

/** The column mapping of the file, to confirm or correct before Muster loads it. */
export function CsvColumnsForm({ read, onCancel, onLoaded }: CsvColumnsFormProps): ReactNode {
  const { file } = read
  const fileName = file.name
  const load = useMutation(loadDirectoryMutation)
  const form = useZodForm<{ columns: (UserColumn | null)[] }, { columns: (UserColumn | null)[] }>({
    schema: valuesSchema(),
    defaultValues: { columns: read.columns.map(({ mapping }) => mapping) },
    request: load,
    onSubmit: ({ columns }) => load.mutate({ file, columns }, onLoaded === undefined ? {} : { onSuccess: onLoaded }),
  })
  const { field, fieldState } = useController({ control: form.control, name: 'columns' })
  const issue = fieldState.error?.message ?? fieldState.error?.root?.message
  const mappings = [
    { value: '', label: t`Not used` },
    ...userColumns.map((value) => ({ value, label: i18n._(columnWords[value]) })),
  ]
  return (
    <Form form={form}>
      <p>
        <Trans>
          Columns of <bdi>{fileName}</bdi>. Correct those mapped to the wrong field.
        </Trans>
      </p>
      <RowTable label={t`Columns of the file`} columns={[t`Column`, t`Examples`, t`Field`]}>
        {read.columns.map(({ header, samples }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a column is identified by its position: headers may repeat
          <tr key={at}>
            <td>
              <bdi>{header === '' ? t`Column ${{ number: formatNumber(at + 1) }}` : header}</bdi>
            </td>
            <td className={classes.samples}>
              <Sentence text={samples.join(', ')} />
            </td>
            <td>
              <NativeSelect
                aria-label={
                  header === ''
                    ? t`Field of column ${{ number: formatNumber(at + 1) }}`
                    : t`Field of column “${{ header: isolateText(header) }}”`
                }
                data={mappings}
                {...(at === 0 ? { ref: field.ref } : {})}
                value={field.value[at] ?? ''}
                onChange={({ currentTarget: { value } }) =>
                  field.onChange(chooseColumn(field.value, at, userColumns.find((column) => column === value) ?? null))
                }
              />
            </td>
          </tr>
        ))}
      </RowTable>
      {issue === undefined ? null : (
        <p role="alert" className={classes.missing}>
          {issue}
        </p>
      )}
      <ErrorNote error={form.error} />
      <div className={classes.buttons}>
        <SubmitButton form={form}>
          <Trans>Load users</Trans>
        </SubmitButton>
        <Button variant="default" onClick={onCancel}>
          <Trans>Choose another file</Trans>
        </Button>
      </div>
    </Form>
  )
}
