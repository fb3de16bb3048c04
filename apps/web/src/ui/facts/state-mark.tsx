import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './state-mark.module.css'

interface StateMarkProps {
  /** Color of the icon; the word has the same meaning. */
  readonly look: 'moving' | 'waiting' | 'stopped' | 'done' | 'failed' | 'person'
  readonly Icon: LucideIcon
  readonly word: string
}

/** A state as an icon and a word. */
export function StateMark({ look, Icon, word }: StateMarkProps): ReactNode {
  return (
    <span className={classes.state} data-look={look}>
      <Icon size={14} aria-hidden="true" />
      {word}
    </span>
  )
}
