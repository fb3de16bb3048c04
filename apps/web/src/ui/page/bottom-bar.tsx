import { type ReactNode, useEffect, useRef } from 'react'
import classes from './bottom-bar.module.css'

interface BottomBarProps {
  /** Label for screen readers. */
  readonly label: string
  /** Describes the step. The buttons follow it. */
  readonly words: ReactNode
  readonly children?: ReactNode
}

/** The next step, fixed at the bottom of the window. One on each page. */
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
