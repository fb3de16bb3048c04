import { ActionIcon, Tooltip } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { directoryQuery } from '../../lib/directory.ts'
import { useMay } from '../../lib/session.ts'
import { Time } from '../../ui/facts/time.tsx'
import classes from './directory-freshness.module.css'
import { directoryWords } from './directory-words.ts'
import { syncDirectoryMutation } from './queries.ts'

/** How fresh our copy is, on every page, with the way to read it again. */
export function DirectoryFreshness(): ReactNode {
  const { data: directory } = useQuery(directoryQuery)
  const refresh = useMutation(syncDirectoryMutation)
  const maySync = useMay('directory:sync')
  if (directory === undefined) return <div className={classes.freshness} />
  const isLoading = directory.state === 'loading'
  return (
    <div className={classes.freshness}>
      <div className={classes.words}>
        <div className={classes.users} title={directory.reason ?? undefined}>
          {directoryWords(directory)}
        </div>
        {directory.syncedAt === null || isLoading ? null : (
          <div className={classes.age}>
            {directory.source === 'csv' ? 'from a file, ' : 'read '}
            <Time iso={directory.syncedAt} />
          </div>
        )}
      </div>
      {maySync ? (
        <Tooltip label={isLoading ? 'Reading from Kore.ai' : 'Read from Kore.ai again'}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Read the directory again"
            loading={refresh.isPending}
            disabled={isLoading}
            onClick={() => refresh.mutate()}
          >
            <RefreshCw size={16} className={isLoading ? classes.turning : undefined} />
          </ActionIcon>
        </Tooltip>
      ) : null}
    </div>
  )
}
