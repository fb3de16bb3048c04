import { Button } from '@mantine/core'
import type { Directory } from '@muster/contracts/users'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { directoryQuery } from '../../lib/directory.ts'
import { formatPlural } from '../../lib/format.ts'
import { useMay } from '../../lib/session.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { DirectoryCsv } from './directory-csv.tsx'
import { LoadedFileNotice } from './loaded-file-notice.tsx'
import { syncDirectoryMutation } from './queries.ts'

/** What to know before trusting the list below it: it comes from a file, or could not be read again. */
export function DirectoryNotice(): ReactNode {
  const { data: directory } = useQuery(directoryQuery)
  return (
    <>
      <LoadedFileNotice />
      {directory === undefined || directory.omitted === 0 ? null : <UnreadableUsersNotice count={directory.omitted} />}
      {directory === undefined || directory.users === 0 ? null : <OldDirectory directory={directory} />}
    </>
  )
}

function UnreadableUsersNotice({ count }: { readonly count: number }): ReactNode {
  return (
    <Notice kind="warning">
      {formatPlural(count, 'record')} of Kore.ai could not be read and {count === 1 ? 'is' : 'are'} not in the
      directory.{' '}
      <Link to="/settings" hash="unreadable">
        Show records that could not be read
      </Link>
    </Notice>
  )
}

function OldDirectory({ directory }: { readonly directory: Directory }): ReactNode {
  const refresh = useMutation(syncDirectoryMutation)
  const maySync = useMay('directory:sync')
  const [isLoadingFile, setLoadingFile] = useState(false)
  const { state, source, reason } = directory
  const isFile = source === 'csv' && state !== 'loading'
  if (!isFile && (state === 'loading' || reason === null)) return null
  const mayLoadFile = maySync && (isFile || state === 'forbidden')
  return (
    <>
      <Notice
        kind={isFile ? 'info' : 'warning'}
        actions={
          maySync ? (
            <>
              {mayLoadFile && !isLoadingFile ? (
                <Button size="xs" variant="default" onClick={() => setLoadingFile(true)}>
                  Load a file of users
                </Button>
              ) : null}
              <Button size="xs" variant="default" loading={refresh.isPending} onClick={() => refresh.mutate()}>
                Read from Kore.ai
              </Button>
            </>
          ) : undefined
        }
      >
        {isFile ? 'These users come from a file, without their groups, roles and flags' : 'This list may be old'}
        {directory.syncedAt === null ? null : (
          <>
            {isFile ? ', loaded ' : ': read '}
            <Time iso={directory.syncedAt} />
          </>
        )}
        . {reason === null ? null : <Sentence text={reason} />}
      </Notice>
      <ErrorNote error={refresh.error} />
      {mayLoadFile && isLoadingFile ? <DirectoryCsv onLoaded={() => setLoadingFile(false)} /> : null}
    </>
  )
}
