import { Plural, Trans } from '@lingui/react/macro'
import type { Directory } from '@muster/contracts/users'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense } from 'react'
import { directoryQuery } from '../../lib/directory.ts'
import { Notice } from '../../ui/page/notice.tsx'
import { LoadedFileNotice } from './loaded-file-notice.tsx'

// Mostly absent.
const OldDirectory = lazy(async () => ({ default: (await import('./old-directory.tsx')).OldDirectory }))

const isOld = ({ users, state, source, reason }: Directory): boolean =>
  users > 0 && state !== 'loading' && (source === 'csv' || reason !== null)

/** Warnings about the list of users below: it comes from a file, or the latest sync failed. */
export function DirectoryNotice(): ReactNode {
  const { data: directory } = useQuery(directoryQuery)
  return (
    <>
      <LoadedFileNotice />
      {directory === undefined || directory.omitted === 0 ? null : <UnreadableUsersNotice count={directory.omitted} />}
      {directory === undefined || !isOld(directory) ? null : (
        <Suspense fallback={null}>
          <OldDirectory directory={directory} />
        </Suspense>
      )}
    </>
  )
}

function UnreadableUsersNotice({ count }: { readonly count: number }): ReactNode {
  return (
    <Notice kind="warning">
      <Plural
        value={count}
        one="Muster could not read # record of Kore.ai. It is not in the directory."
        other="Muster could not read # records of Kore.ai. They are not in the directory."
      />{' '}
      <Link to="/settings" hash="unreadable">
        <Trans>Show unreadable records</Trans>
      </Link>
    </Notice>
  )
}
