import { Kbd } from '@mantine/core'
import type { ReactNode } from 'react'

interface KeyboardHintProps {
  readonly keys: string
}

/** A key to press, for those who look; readers of the screen get it from `aria-keyshortcuts` on the control. */
export function KeyboardHint({ keys }: KeyboardHintProps): ReactNode {
  return (
    <Kbd size="xs" aria-hidden="true">
      {keys}
    </Kbd>
  )
}
