import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { ConnectionPage } from '../features/connection/connection-page.tsx'
import { UnreadableRecords } from '../features/directory/unreadable-records.tsx'
import { FactorsSection } from '../features/factors/factors-section.tsx'
import { GuardsSection } from '../features/guards/guards-section.tsx'
import { HoldNotice } from '../features/hold/hold-notice.tsx'
import { MembersSection } from '../features/members/members-section.tsx'
import { NoticesSection } from '../features/notices/notices-section.tsx'
import { PolicySection } from '../features/plans/approval/policy-section.tsx'
import { RetentionSection } from '../features/retention/retention-section.tsx'
import { OwnSessions } from '../features/session/own-sessions.tsx'
import { TokensSection } from '../features/tokens/tokens-section.tsx'
import type { SettingsSection } from '../lib/commands/settings-sections.ts'

const parts: Readonly<Record<SettingsSection, () => ReactNode>> = {
  guards: GuardsSection,
  approval: PolicySection,
  notices: NoticesSection,
  retention: RetentionSection,
  members: MembersSection,
  sessions: OwnSessions,
  factors: FactorsSection,
  tokens: TokensSection,
}

/** Keeps the section that the URL names in view while the data above it loads, until the member acts. */
function useSectionOfUrl(): void {
  const id = useLocation({ select: ({ hash }) => hash })
  useEffect(() => {
    const section = id === '' ? null : document.getElementById(id)
    if (section === null) return undefined
    const sizes = new ResizeObserver(() => section.scrollIntoView())
    sizes.observe(document.body)
    const stop = (): void => sizes.disconnect()
    const acts = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const
    for (const act of acts) window.addEventListener(act, stop, { once: true, passive: true })
    return () => {
      stop()
      for (const act of acts) window.removeEventListener(act, stop)
    }
  }, [id])
}

/** The connection, the guards and the member's sessions. Features do not import each other, so `app` combines them. */
export function SettingsScreen(): ReactNode {
  useSectionOfUrl()
  return (
    <ConnectionPage notice={<HoldNotice />}>
      <UnreadableRecords />
      {Object.entries(parts).map(([id, Part]) => (
        <div key={id} id={id}>
          <Part />
        </div>
      ))}
    </ConnectionPage>
  )
}
