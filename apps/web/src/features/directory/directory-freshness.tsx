import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { directoryQuery } from '../../lib/directory.ts'
import { PermittedIcon } from '../../query/permitted-button.tsx'
import { Time } from '../../ui/facts/time.tsx'
import classes from './directory-freshness.module.css'
import { directoryWords } from './directory-text.ts'
import { syncDirectoryMutation } from './queries.ts'

/** Age of the directory on every page, with a button to sync it. */
export function DirectoryFreshness(): ReactNode {
  const { data: directory } = useQuery(directoryQuery)
  const sync = useMutation(syncDirectoryMutation)
  if (directory === undefined) return <div className={classes.freshness} />
  const isLoading = directory.state === 'loading'
  return (
    <div className={classes.freshness}>
      <div className={classes.words}>
        <div className={classes.users}>{directoryWords(directory)}</div>
        {directory.syncedAt === null || isLoading ? null : (
          <div className={classes.age}>
            {directory.source === 'csv' ? (
              <Trans>
                from a file, <Time iso={directory.syncedAt} />
              </Trans>
            ) : (
              <Trans>
                synced <Time iso={directory.syncedAt} />
              </Trans>
            )}
          </div>
        )}
      </div>
      <PermittedIcon
        permission="directory:sync"
        variant="subtle"
        color="gray"
        aria-label={t`Sync the directory`}
        title={isLoading ? t`Syncing with Kore.ai` : t`Sync with Kore.ai`}
        loading={sync.isPending}
        disabled={isLoading}
        onClick={() => sync.mutate()}
      >
        <RefreshCw size={16} className={isLoading ? classes.turning : undefined} />
      </PermittedIcon>
    </div>
  )
}
