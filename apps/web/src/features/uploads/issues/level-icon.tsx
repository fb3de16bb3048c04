import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { IssueLevel } from '@muster/core/upload/upload-mapping'
import { CircleX, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './level-icon.module.css'

const looks = {
  error: { word: msg`Error`, Icon: CircleX },
  warning: { word: msg`Warning`, Icon: TriangleAlert },
  note: { word: msg`Note`, Icon: Info },
} as const

/** Level of an issue, by shape as well as color. */
export function LevelIcon({ level, size = 14 }: { level: IssueLevel; size?: number }): ReactNode {
  const { word, Icon } = looks[level]
  return <Icon size={size} role="img" aria-label={i18n._(word)} className={classes.icon} data-level={level} />
}
