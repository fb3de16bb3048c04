import { Trans } from '@lingui/react/macro'
import type { Directory } from '@muster/contracts/users'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { DirectoryCsv } from './directory-csv.tsx'
import { syncDirectoryMutation } from './queries.ts'

/** The list of users comes from a file, or the latest sync failed. */
export function OldDirectory({ directory }: { readonly directory: Directory }): ReactNode {
  const sync = useMutation(syncDirectoryMutation)
  const [isLoadingFile, setLoadingFile] = useState(false)
  const { state, source, reason } = directory
  const isFile = source === 'csv'
  const takesFile = isFile || state === 'forbidden'
  return (
    <>
      <Notice
        kind={isFile ? 'info' : 'warning'}
        actions={
          <>
            {takesFile && !isLoadingFile ? (
              <PermittedButton permission="directory:sync" variant="default" onClick={() => setLoadingFile(true)}>
                <Trans>Load users from a file</Trans>
              </PermittedButton>
            ) : null}
            <PermittedButton
              permission="directory:sync"
              variant="default"
              loading={sync.isPending}
              onClick={() => sync.mutate()}
            >
              <Trans>Sync with Kore.ai</Trans>
            </PermittedButton>
          </>
        }
      >
        <Origin isFile={isFile} syncedAt={directory.syncedAt} /> {reason === null ? null : <Sentence text={reason} />}
      </Notice>
      <ErrorNote error={sync.error} />
      {takesFile && isLoadingFile ? <DirectoryCsv onLoaded={() => setLoadingFile(false)} /> : null}
    </>
  )
}

interface OriginProps {
  readonly isFile: boolean
  readonly syncedAt: string | null
}

function Origin({ isFile, syncedAt }: OriginProps): ReactNode {
  if (isFile) {
    return syncedAt === null ? (
      <Trans>These users come from a file, without their groups, roles and flags.</Trans>
    ) : (
      <Trans>
        These users come from a file, without their groups, roles and flags, loaded <Time iso={syncedAt} />.
      </Trans>
    )
  }
  return syncedAt === null ? (
    <Trans>This list may be outdated.</Trans>
  ) : (
    <Trans>
      This list may be outdated: synced <Time iso={syncedAt} />.
    </Trans>
  )
}
