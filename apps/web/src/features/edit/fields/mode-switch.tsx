import { SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'

interface ModeSwitchProps {
  readonly label: string
  readonly value: 'edit' | 'set'
  readonly onChange: (value: 'edit' | 'set') => void
}

/** Add and remove beside what is there, or say exactly what shall be there. */
export function ModeSwitch({ label, value, onChange }: ModeSwitchProps): ReactNode {
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      data={[
        { value: 'edit', label: 'Add and remove' },
        { value: 'set', label: 'Set exactly' },
      ]}
      value={value}
      onChange={(next) => onChange(next === 'set' ? 'set' : 'edit')}
    />
  )
}
