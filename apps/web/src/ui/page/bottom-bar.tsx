import { type ReactNode, useEffect, useRef } from 'react'
import classes from './bottom-bar.module.css'

interface BottomBarProps {
  /** What the bar is for, for those who do not see it. */
  readonly label: string
  /** What the step is about; the rest of the bar are the ways on. */
  readonly words: ReactNode
  readonly children?: ReactNode
}

/** The next step, always at the foot of the window, so that it does not move under the pointer. One a page. */
export function BottomBar({ label, words, children }: BottomBarProps): ReactNode {
  const bar = useRef<HTMLElement>(null)
  useEffect(() => {
    const { current } = bar
    if (current === null) return undefined
    const { style } = document.documentElement
    const observer = new ResizeObserver(() => style.setProperty('--bottom-bar', `${current.offsetHeight}px`))
    observer.observe(current)
    return () => {
      observer.disconnect()
      style.removeProperty('--bottom-bar')
    }
  }, [])
  return (
    <section ref={bar} className={classes.bar} aria-label={label} data-bottom-bar>
      <div className={classes.words}>{words}</div>
      {children}
    </section>
  )
}
