import { t } from '@lingui/core/macro'
import { SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'

interface ModeSwitchProps {
  readonly label: string
  readonly value: 'edit' | 'set'
  readonly onChange: (value: 'edit' | 'set') => void
}

/** Changes a list by additions and removals, or replaces it. */
export function ModeSwitch({ label, value, onChange }: ModeSwitchProps): ReactNode {
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      data={[
        { value: 'edit', label: t`Add and remove` },
        { value: 'set', label: t`Set exactly` },
      ]}
      value={value}
      onChange={(next) => onChange(next === 'set' ? 'set' : 'edit')}
    />
  )
}
