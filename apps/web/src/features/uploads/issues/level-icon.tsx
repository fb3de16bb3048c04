import type { IssueLevel } from '@muster/core/upload/upload-mapping'
import { CircleX, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './level-icon.module.css'

const looks = {
  error: { word: 'Error', Icon: CircleX },
  warning: { word: 'Warning', Icon: TriangleAlert },
  note: { word: 'Note', Icon: Info },
} as const

/** How much a finding matters, as a shape besides the colour. */
export function LevelIcon({ level, size = 14 }: { level: IssueLevel; size?: number }): ReactNode {
  const { word, Icon } = looks[level]
  return <Icon size={size} role="img" aria-label={word} className={classes.icon} data-level={level} />
}
