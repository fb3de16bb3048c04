import type { ReactNode } from 'react'
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

/** The connection, the guards and the member's sessions. Features do not import each other, so they meet here. */
export function SettingsScreen(): ReactNode {
  return (
    <ConnectionPage notice={<HoldNotice />}>
      <UnreadableRecords />
      <GuardsSection />
      <PolicySection />
      <NoticesSection />
      <RetentionSection />
      <MembersSection />
      <OwnSessions />
      <FactorsSection />
      <TokensSection />
    </ConnectionPage>
  )
}
