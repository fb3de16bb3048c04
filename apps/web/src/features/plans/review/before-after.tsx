import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { Access } from '@muster/core/account/user'
import { type ReactNode, useState } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import { ChangeChip } from '../../../ui/facts/change-chip.tsx'
import { type AccessPart, accessDiff } from './access-diff.ts'
import classes from './plan-item-row.module.css'

interface BeforeAfterProps {
  readonly before: Access
  /** Null for a removal. */
  readonly after: Access | null
  readonly names: AccessNames
}

const noAccess: Access = { groups: [], roles: [], canCreateBot: false, isDeveloper: false }

/** The access of one user before and after, folded until opened. */
export function BeforeAfter({ before, after, names }: BeforeAfterProps): ReactNode {
  const [open, setOpen] = useState(false)
  return (
    <details className={classes.before} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Trans>Before and after</Trans>
      </summary>
      {open ? <Parts diff={accessDiff(before, after ?? noAccess, names)} /> : null}
    </details>
  )
}

function Parts({ diff }: { diff: ReturnType<typeof accessDiff> }): ReactNode {
  return (
    <dl>
      <Part label={t`Groups`} parts={diff.groups} />
      <Part label={t`Roles`} parts={diff.roles} />
      <Part label={t`Flags`} parts={diff.flags} />
    </dl>
  )
}

function Part({ label, parts }: { label: string; parts: readonly AccessPart[] }): ReactNode {
  return (
    <div className={classes.part}>
      <dt>{label}</dt>
      <dd>
        {parts.length === 0 ? t`none` : null}
        {parts.map((part) => (
          <ChangeChip key={part.key} op={part.op} label={part.label} {...(part.id === null ? {} : { id: part.id })} />
        ))}
      </dd>
    </div>
  )
}
