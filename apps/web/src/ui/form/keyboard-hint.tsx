import { Kbd } from '@mantine/core'
import type { ReactNode } from 'react'

interface KeyboardHintProps {
  readonly keys: string
}

/** A keyboard shortcut on screen. Screen readers get it from `aria-keyshortcuts` on the control. */
export function KeyboardHint({ keys }: KeyboardHintProps): ReactNode {
  return (
    <Kbd size="xs" aria-hidden="true">
      {keys}
    </Kbd>
  )
}
