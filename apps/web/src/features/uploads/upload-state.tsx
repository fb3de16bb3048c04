import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { UploadEntry } from '@muster/contracts/uploads'
import { CircleCheck, CircleX, ListChecks, LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './upload-state.module.css'

const looks = {
  reading: { word: msg`Reading`, Icon: LoaderCircle },
  checking: { word: msg`Checking rows`, Icon: LoaderCircle },
  checked: { word: msg`Checked`, Icon: CircleCheck },
  refused: { word: msg`Refused`, Icon: CircleX },
  planned: { word: msg`Planned`, Icon: ListChecks },
} as const

/** State of a file: color, icon and word together. */
export function UploadState({ state }: Pick<UploadEntry, 'state'>): ReactNode {
  const { word, Icon } = looks[state]
  return (
    <span className={classes.state} data-state={state}>
      <Icon size={14} aria-hidden="true" />
      {i18n._(word)}
    </span>
  )
}
