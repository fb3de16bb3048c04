import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './state-mark.module.css'

interface StateMarkProps {
  /** What the colour of the icon says; the word says it as well. */
  readonly look: 'moving' | 'waiting' | 'stopped' | 'done' | 'failed' | 'person'
  readonly Icon: LucideIcon
  readonly word: string
}

/** The state of something that goes on by itself: an icon and a word. */
export function StateMark({ look, Icon, word }: StateMarkProps): ReactNode {
  return (
    <span className={classes.state} data-look={look}>
      <Icon size={14} aria-hidden="true" />
      {word}
    </span>
  )
}
