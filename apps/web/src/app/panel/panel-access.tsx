import type { PlanEntry } from '@muster/contracts/plans'
import type { UserEntry } from '@muster/contracts/users'
import { type ReactNode, useState } from 'react'
import { AccessPanel } from '../../features/edit/access-panel.tsx'
import { PanelJob } from '../../features/plans/panel/panel-job.tsx'
import { PanelPlan } from '../../features/plans/panel/panel-plan.tsx'

interface OpenPlan {
  readonly plan: PlanEntry
  readonly isDirect: boolean
}

/** The access of a user, the plan of its changes, and the job of the plan, in the panel of the user. */
export function PanelAccess({ user }: { readonly user: UserEntry }): ReactNode {
  const [open, setOpen] = useState<OpenPlan | null>(null)
  const [jobId, setJobId] = useState<string | null>(null)
  return (
    <>
      {jobId === null || open !== null ? null : <PanelJob jobId={jobId} />}
      {/* The changes stay until they are applied; the next ones start empty. */}
      <AccessPanel
        key={jobId}
        user={user}
        isHidden={open !== null}
        onPlan={(plan, isDirect) => setOpen({ plan, isDirect })}
      />
      {open === null ? null : (
        <PanelPlan
          key={open.plan.id}
          {...open}
          onBack={() => setOpen(null)}
          onApplied={(applied) => {
            setOpen(null)
            setJobId(applied)
          }}
        />
      )}
    </>
  )
}
