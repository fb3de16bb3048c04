import { Button, Progress } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { DatabaseZap, FileWarning, LockKeyhole } from 'lucide-react'
import type { ReactNode } from 'react'
import { directoryQuery } from '../../lib/directory.ts'
import { useMay } from '../../lib/session.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { EmptyState } from '../../ui/page/empty-state.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { DirectoryCsv } from './directory-csv.tsx'
import classes from './directory-state.module.css'
import { progressWords } from './directory-words.ts'
import { syncDirectoryMutation } from './queries.ts'

/** Why there is nobody to show yet, and the way to change that. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler checks that none is missing
export function DirectoryState(): ReactNode {
  const { data: directory } = useQuery(directoryQuery)
  const refresh = useMutation(syncDirectoryMutation)
  const maySync = useMay('directory:sync')
  if (directory === undefined) return null
  const read = maySync ? (
    <Button loading={refresh.isPending} onClick={() => refresh.mutate()}>
      {directory.state === 'empty' ? 'Read users from Kore.ai' : 'Try again'}
    </Button>
  ) : undefined
  switch (directory.state) {
    case 'loading':
      return <Loading progress={directory.progress} />
    case 'forbidden':
      return (
        <EmptyState icon={<LockKeyhole size={28} strokeWidth={1.5} />} title="Kore.ai does not let this app read users">
          <p>
            <Sentence text={directory.reason ?? ''} />
          </p>
          {maySync ? <DirectoryCsv /> : null}
          <ErrorNote error={refresh.error} />
          <div className={classes.again}>{read}</div>
        </EmptyState>
      )
    case 'failed':
      return (
        <EmptyState
          icon={<FileWarning size={28} strokeWidth={1.5} />}
          title="The users could not be read from Kore.ai"
          actions={read}
        >
          <p>
            <Sentence text={directory.reason ?? ''} />
          </p>
          <ErrorNote error={refresh.error} />
        </EmptyState>
      )
    case 'empty':
    case 'ready':
      return (
        <EmptyState
          icon={<DatabaseZap size={28} strokeWidth={1.5} />}
          title={directory.state === 'empty' ? 'No users read yet' : 'This account has no users'}
          actions={read}
        >
          Muster searches its own copy of the account’s users, groups, roles and bots.
          <ErrorNote error={refresh.error} />
        </EmptyState>
      )
  }
}

function Loading({ progress }: { readonly progress: Parameters<typeof progressWords>[0] | null }): ReactNode {
  const share = progress?.total ? (progress.done / progress.total) * 100 : null
  return (
    <EmptyState icon={<DatabaseZap size={28} strokeWidth={1.5} />} title="Reading the account from Kore.ai">
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks */}
      <div role="status">{progress === null ? 'Starting' : progressWords(progress)}</div>
      <Progress
        className={classes.progress}
        value={share ?? 100}
        animated={share === null}
        aria-label="Reading the account"
      />
      <p>
        Kore.ai allows a limited number of calls a minute, so a large account takes a while. You can leave this page.
      </p>
    </EmptyState>
  )
}
