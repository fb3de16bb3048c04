import { Trans } from '@lingui/react/macro'
import { FileButton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useRef } from 'react'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import classes from './directory-state.module.css'
import { readColumnsMutation } from './queries.ts'

const CsvColumnsForm = lazy(async () => ({ default: (await import('./csv-columns-form.tsx')).CsvColumnsForm }))

interface DirectoryCsvProps {
  readonly onLoaded?: () => void
}

/** Loads the directory from a file when Kore.ai forbids the sync: choose, check the columns, load. */
export function DirectoryCsv({ onLoaded }: DirectoryCsvProps): ReactNode {
  const read = useMutation(readColumnsMutation)
  const reset = useRef<() => void>(null)
  const choose = (file: File | null): void => {
    // Without a reset, the browser fires no event when the same file is chosen again after a repair.
    reset.current?.()
    if (file !== null) read.mutate(file)
  }
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
          <FileButton accept=".csv,text/csv" resetRef={reset} onChange={choose}>
            {(props) => (
              <PermittedButton
                permission="directory:sync"
                {...props}
                variant="default"
                loading={read.isPending}
                leftSection={<FileUp size={16} />}
              >
                <Trans>Choose a CSV file</Trans>
              </PermittedButton>
            )}
          </FileButton>
          <ErrorNote error={read.error} />
        </>
      ) : (
        <Suspense fallback={null}>
          <CsvColumnsForm read={read.data} onCancel={read.reset} onLoaded={onLoaded} />
        </Suspense>
      )}
    </div>
  )
}
