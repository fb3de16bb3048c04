import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, NativeSelect } from '@mantine/core'
import { type UserColumn, userColumns } from '@muster/contracts/users'
import { isolateText } from '@muster/core/text/visible-controls'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type RefCallBack, useController } from 'react-hook-form'
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

/** The form with the field of each column of the file. */
function useColumnsForm({ read: { file, columns: detected }, onLoaded }: CsvColumnsFormProps) {
  const load = useMutation(loadDirectoryMutation)
  const form = useZodForm<{ columns: (UserColumn | null)[] }, { columns: (UserColumn | null)[] }>({
    schema: valuesSchema(),
    defaultValues: { columns: detected.map(({ mapping }) => mapping) },
    request: load,
    onSubmit: ({ columns }) => load.mutate({ file, columns }, onLoaded === undefined ? {} : { onSuccess: onLoaded }),
  })
  const { field, fieldState } = useController({ control: form.control, name: 'columns' })
  return { form, field, issue: fieldState.error?.message ?? fieldState.error?.root?.message }
}

/** The column mapping of the file, to confirm or correct before Muster loads it. */
export function CsvColumnsForm(props: CsvColumnsFormProps): ReactNode {
  const { read, onCancel } = props
  const { form, field, issue } = useColumnsForm(props)
  const fileName = read.file.name
  return (
    <Form form={form}>
      <p>
        <Trans>
          Columns of <bdi>{fileName}</bdi>. Correct those mapped to the wrong field.
        </Trans>
      </p>
      <RowTable label={t`Columns of the file`} columns={[t`Column`, t`Examples`, t`Field`]}>
        {read.columns.map((column, at) => (
          <ColumnRow
            // oxlint-disable-next-line react/no-array-index-key -- a column is identified by its position: headers may repeat
            key={at}
            column={column}
            at={at}
            selectRef={at === 0 ? field.ref : undefined}
            value={field.value[at] ?? null}
            onChange={(mapping) => field.onChange(chooseColumn(field.value, at, mapping))}
          />
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

interface ColumnRowProps {
  readonly column: CsvColumnsFormProps['read']['columns'][number]
  /** The position of the column, from 0. */
  readonly at: number
  readonly selectRef: RefCallBack | undefined
  readonly value: UserColumn | null
  readonly onChange: (mapping: UserColumn | null) => void
}

/** A column of the file, with the field that it maps to. */
function ColumnRow({ column: { header, samples }, at, selectRef, value, onChange }: ColumnRowProps): ReactNode {
  const number = formatNumber(at + 1)
  return (
    <tr>
      <td>
        <bdi>{header === '' ? t`Column ${{ number }}` : header}</bdi>
      </td>
      <td className={classes.samples}>
        <Sentence text={samples.join(', ')} />
      </td>
      <td>
        <NativeSelect
          aria-label={
            header === '' ? t`Field of column ${{ number }}` : t`Field of column “${{ header: isolateText(header) }}”`
          }
          data={[
            { value: '', label: t`Not used` },
            ...userColumns.map((one) => ({ value: one, label: i18n._(columnWords[one]) })),
          ]}
          {...(selectRef === undefined ? {} : { ref: selectRef })}
          value={value ?? ''}
          onChange={({ currentTarget }) => onChange(userColumns.find((one) => one === currentTarget.value) ?? null)}
        />
      </td>
    </tr>
  )
}
