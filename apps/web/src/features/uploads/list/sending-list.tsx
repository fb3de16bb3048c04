import { CloseButton, Progress } from '@mantine/core'
import { isolateText } from '@muster/core/text/visible-controls'
import { CircleAlert, FileUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../../../lib/api-error.ts'
import { formatShare } from '../../../lib/format.ts'
import { formatBytes } from '../upload-words.ts'
import classes from './sending-list.module.css'
import type { Sending } from './use-send-files.ts'

interface SendingListProps {
  readonly sending: readonly Sending[]
  readonly onForget: (key: number) => void
}

/** Files on their way, and those that could not go with the reason. */
export function SendingList({ sending, onForget }: SendingListProps): ReactNode {
  return (
    <div role="status">
      {sending.length === 0 ? null : (
        <ul className={classes.list}>
          {sending.map((one) => (
            <SendingItem key={one.key} one={one} onForget={onForget} />
          ))}
        </ul>
      )}
    </div>
  )
}

function SendingItem({ one, onForget }: { one: Sending; onForget: (key: number) => void }): ReactNode {
  const said = one.problem ?? (one.error === null ? null : sentenceOf(one.error))
  const Icon = said === null ? FileUp : CircleAlert
  return (
    <li className={classes.item} data-refused={said !== null || undefined}>
      <Icon size={16} aria-hidden="true" />
      <div className={classes.words}>
        <bdi className={classes.name}>{one.name}</bdi>
        {said === null ? (
          <Progress size="sm" value={one.share * 100} aria-label={isolateText(`Sending ${one.name}`)} />
        ) : (
          <span>{said}</span>
        )}
      </div>
      {said === null ? (
        <span className={classes.share}>
          {one.share < 1 ? `${formatShare(one.share)} of ${formatBytes(one.bytes)}` : 'Arriving…'}
        </span>
      ) : null}
      <CloseButton
        size="sm"
        aria-label={isolateText(`${said === null ? 'Stop sending' : 'Dismiss'} ${one.name}`)}
        onClick={() => onForget(one.key)}
      />
    </li>
  )
}

function sentenceOf(error: unknown): string {
  return error instanceof ApiError ? error.problem.detail : 'This page ran into a defect. Reload it and try again.'
}
