import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, NativeSelect } from '@mantine/core'
import { userColumns } from '@muster/contracts/users'
import { isolateText } from '@muster/core/text/visible-controls'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import { chooseColumn, columnWords } from './column-words.ts'
import classes from './directory-state.module.css'
import { loadDirectoryMutation, type readColumnsMutation } from './queries.ts'

interface CsvColumnsFormProps {
  readonly read: Awaited<ReturnType<NonNullable<typeof readColumnsMutation.mutationFn>>>
  readonly onCancel: () => void
  readonly onLoaded: (() => void) | undefined
}

/** The column mapping of the file, to confirm or correct before Muster loads it. */
export function CsvColumnsForm({ read, onCancel, onLoaded }: CsvColumnsFormProps): ReactNode {
  const { file } = read
  const fileName = file.name
  const [columns, setColumns] = useState(read.columns.map(({ mapping }) => mapping))
  const load = useMutation(loadDirectoryMutation)
  const hasEmail = columns.includes('email')
  const mappings = [
    { value: '', label: t`Not used` },
    ...userColumns.map((value) => ({ value, label: i18n._(columnWords[value]) })),
  ]
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    load.mutate({ file, columns }, onLoaded === undefined ? {} : { onSuccess: onLoaded })
  }
  return (
    <form onSubmit={submit}>
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
                size="xs"
                aria-label={
                  header === ''
                    ? t`Field of column ${{ number: formatNumber(at + 1) }}`
                    : t`Field of column “${{ header: isolateText(header) }}”`
                }
                data={mappings}
                value={columns[at] ?? ''}
                onChange={({ currentTarget: { value } }) =>
                  setColumns((before) => [
                    ...chooseColumn(before, at, userColumns.find((column) => column === value) ?? null),
                  ])
                }
              />
            </td>
          </tr>
        ))}
      </RowTable>
      {hasEmail ? null : (
        <p role="alert" className={classes.missing}>
          <Trans>Choose the column with the email address. Muster identifies users by it.</Trans>
        </p>
      )}
      <ErrorNote error={load.error} />
      <div className={classes.buttons}>
        <Button type="submit" disabled={!hasEmail} loading={load.isPending}>
          <Trans>Load users</Trans>
        </Button>
        <Button variant="default" onClick={onCancel}>
          <Trans>Choose another file</Trans>
        </Button>
      </div>
    </form>
  )
}
