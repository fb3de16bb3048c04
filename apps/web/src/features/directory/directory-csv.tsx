import { Trans } from '@lingui/react/macro'
import { Button, FileButton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { CsvColumnsForm } from './csv-columns-form.tsx'
import classes from './directory-state.module.css'
import { readColumnsMutation } from './queries.ts'

interface DirectoryCsvProps {
  readonly onLoaded?: () => void
}

/** Loads the directory from a file when Kore.ai forbids the sync: choose, check the columns, load. */
export function DirectoryCsv({ onLoaded }: DirectoryCsvProps): ReactNode {
  const read = useMutation(readColumnsMutation)
  return (
    <div className={classes.csv}>
      {read.data === undefined ? (
        <>
          <p>
            <Trans>
              Load a CSV of users instead. Muster recognizes Kore.ai’s import format (<code>Email ID</code>,{' '}
              <code>First Name</code>, …). You map other columns in the next step.
            </Trans>
          </p>
          <FileButton accept=".csv,text/csv" onChange={(file) => (file === null ? undefined : read.mutate(file))}>
            {(props) => (
              <Button {...props} variant="default" loading={read.isPending} leftSection={<FileUp size={16} />}>
                <Trans>Choose a CSV file</Trans>
              </Button>
            )}
          </FileButton>
          <ErrorNote error={read.error} />
        </>
      ) : (
        <CsvColumnsForm read={read.data} onCancel={read.reset} onLoaded={onLoaded} />
      )}
    </div>
  )
}
