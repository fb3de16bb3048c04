import { Button, FileButton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatNumber, formatPlural } from '../../lib/format.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import classes from './directory-state.module.css'
import { loadDirectoryMutation } from './queries.ts'

const shownRefusals = 50

/** Loads the directory from a file where reading it is forbidden. */
export function DirectoryCsv(): ReactNode {
  const load = useMutation(loadDirectoryMutation)
  const refused = load.data?.refused ?? []
  return (
    <div className={classes.csv}>
      <p>
        Load a CSV of users instead. Kore.ai’s own import format (<code>Email ID</code>, <code>First Name</code>, …) is
        understood.
      </p>
      <FileButton accept=".csv,text/csv" onChange={(file) => (file === null ? undefined : load.mutate(file))}>
        {(props) => (
          <Button {...props} variant="default" loading={load.isPending} leftSection={<FileUp size={16} />}>
            Choose a CSV file
          </Button>
        )}
      </FileButton>
      <ErrorNote error={load.error} />
      {load.data === undefined ? null : (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks
        <div role="status">
          <strong>{formatPlural(load.data.loaded, 'user')} loaded</strong>
          {refused.length === 0 ? null : `, ${formatPlural(refused.length, 'row')} refused:`}
          <ul className={classes.refused}>
            {refused.slice(0, shownRefusals).map(({ row, reason }) => (
              <li key={row}>
                Row {formatNumber(row)}: {reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
