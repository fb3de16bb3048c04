import type { Access } from '@muster/core/account/user'
import { type ReactNode, useState } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import { ChangeChip } from '../../../ui/facts/change-chip.tsx'
import { type AccessPart, accessDiff } from './access-diff.ts'
import classes from './plan-item-row.module.css'

interface BeforeAfterProps {
  readonly before: Access
  /** Null where nothing is left: a removal. */
  readonly after: Access | null
  readonly names: AccessNames
}

const noAccess: Access = { groups: [], roles: [], canCreateBot: false, isDeveloper: false }

/** Everything one user holds, before and after, folded away until asked for. */
export function BeforeAfter({ before, after, names }: BeforeAfterProps): ReactNode {
  const [open, setOpen] = useState(false)
  return (
    <details className={classes.before} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Before and after</summary>
      {open ? <Parts diff={accessDiff(before, after ?? noAccess, names)} /> : null}
    </details>
  )
}

function Parts({ diff }: { diff: ReturnType<typeof accessDiff> }): ReactNode {
  return (
    <dl>
      <Part label="Groups" parts={diff.groups} />
      <Part label="Roles" parts={diff.roles} />
      <Part label="Flags" parts={diff.flags} />
    </dl>
  )
}

function Part({ label, parts }: { label: string; parts: readonly AccessPart[] }): ReactNode {
  return (
    <div className={classes.part}>
      <dt>{label}</dt>
      <dd>
        {parts.length === 0 ? 'none' : null}
        {parts.map((part) => (
          <ChangeChip key={part.key} op={part.op} label={part.label} {...(part.id === null ? {} : { id: part.id })} />
        ))}
      </dd>
    </div>
  )
}
