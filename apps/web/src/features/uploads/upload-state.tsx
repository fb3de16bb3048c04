import type { UploadEntry } from '@muster/contracts/uploads'
import { CircleCheck, CircleX, ListChecks, LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './upload-state.module.css'

const looks = {
  reading: { word: 'Reading', Icon: LoaderCircle },
  checking: { word: 'Checking rows', Icon: LoaderCircle },
  checked: { word: 'Checked', Icon: CircleCheck },
  refused: { word: 'Refused', Icon: CircleX },
  planned: { word: 'Planned', Icon: ListChecks },
} as const

/** Where a file stands: colour, icon and word together. */
export function UploadState({ state }: Pick<UploadEntry, 'state'>): ReactNode {
  const { word, Icon } = looks[state]
  return (
    <span className={classes.state} data-state={state}>
      <Icon size={14} aria-hidden="true" />
      {word}
    </span>
  )
}
