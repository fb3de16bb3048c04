import { Button, NativeSelect } from '@mantine/core'
import { userColumns } from '@muster/contracts/users'
import { isolateText } from '@muster/core/text/visible-controls'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
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

const mappings = [
  { value: '', label: 'Not used' },
  ...userColumns.map((value) => ({ value, label: columnWords[value] })),
]

/** What each column of the file is taken for, to be corrected before anything is loaded. */
export function CsvColumnsForm({ read, onCancel, onLoaded }: CsvColumnsFormProps): ReactNode {
  const { file } = read
  const [columns, setColumns] = useState(read.columns.map(({ mapping }) => mapping))
  const load = useMutation(loadDirectoryMutation)
  const hasEmail = columns.includes('email')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    load.mutate({ file, columns }, onLoaded === undefined ? {} : { onSuccess: onLoaded })
  }
  return (
    <form onSubmit={submit}>
      <p>
        The columns of <bdi>{file.name}</bdi>. Correct what was taken for the wrong thing.
      </p>
      <RowTable label="Columns of the file" columns={['Column', 'For example', 'Is']}>
        {read.columns.map(({ header, samples }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a column is its place: two may have one header
          <tr key={at}>
            <td>
              <bdi>{header === '' ? `Column ${at + 1}` : header}</bdi>
            </td>
            <td className={classes.samples}>
              <Sentence text={samples.join(', ')} />
            </td>
            <td>
              <NativeSelect
                size="xs"
                aria-label={isolateText(`What “${header === '' ? `column ${at + 1}` : header}” is`)}
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
          Say which column holds the e-mail address: people are told apart by it.
        </p>
      )}
      <ErrorNote error={load.error} />
      <div className={classes.buttons}>
        <Button type="submit" disabled={!hasEmail} loading={load.isPending}>
          Load these users
        </Button>
        <Button variant="default" onClick={onCancel}>
          Choose another file
        </Button>
      </div>
    </form>
  )
}
