import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Bell, BellRing } from 'lucide-react'
import type { ReactNode } from 'react'
import { setDesktopNotices, useDesktopNotices } from './desktop-notices.ts'

/** Turns on notices on the desktop for the jobs of this member. Only this button requests the permission. */
export function NotifyButton(): ReactNode {
  const state = useDesktopNotices()
  if (state === 'absent') return null
  if (state === 'blocked')
    return (
      <span>
        <Trans>The browser blocks notices of this page. Allow them in its settings.</Trans>
      </span>
    )
  const isOn = state === 'on'
  const Icon = isOn ? BellRing : Bell
  return (
    <Button
      variant={isOn ? 'light' : 'subtle'}
      size="compact-sm"
      aria-pressed={isOn}
      leftSection={<Icon size={14} aria-hidden="true" />}
      onClick={() => void setDesktopNotices(!isOn)}
    >
      <Trans>Show desktop notices of my jobs</Trans>
    </Button>
  )
}
