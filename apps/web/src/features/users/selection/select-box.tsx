import { type ReactNode, useEffect, useRef } from 'react'
import classes from './select-box.module.css'

interface SelectBoxProps {
  readonly label: string
  readonly isOn: boolean
  readonly isPartly?: boolean
  /** `isRange` while Shift is held. */
  readonly onToggle: (isRange: boolean) => void
}

/** A checkbox as large as its cell. */
export function SelectBox({ label, isOn, isPartly = false, onToggle }: SelectBoxProps): ReactNode {
  const box = useRef<HTMLInputElement>(null)
  const isRange = useRef(false)
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isPartly
  }, [isPartly])
  return (
    <label className={classes.area}>
      <input
        ref={box}
        type="checkbox"
        className={classes.box}
        aria-label={label}
        checked={isOn}
        onClick={(event) => {
          isRange.current = event.shiftKey
        }}
        onChange={() => {
          onToggle(isRange.current)
          isRange.current = false
        }}
      />
    </label>
  )
}
