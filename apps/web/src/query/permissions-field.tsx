import { t } from '@lingui/core/macro'
import { completed, type Permission } from '@muster/core/permission'
import type { ReactNode } from 'react'
import { neededText, permissionName } from '../lib/permission-text.ts'
import { ChooseMany } from '../ui/form/choose-many.tsx'

interface PermissionsFieldProps {
  /** Those that the member may give. */
  readonly grantable: readonly Permission[]
  readonly value: readonly string[]
  readonly error: string | undefined
  readonly onChange: (chosen: readonly Permission[]) => void
}

/** A field to choose permissions. The ones that a chosen one needs are added. */
export function PermissionsField({ grantable, value, error, onChange }: PermissionsFieldProps): ReactNode {
  return (
    <ChooseMany
      label={t`Permissions`}
      options={grantable.map((permission) => ({ value: permission, label: permissionName(permission) }))}
      value={value}
      description={neededText()}
      onChange={(chosen) => onChange(completed(grantable.filter((one) => chosen.includes(one))))}
      error={error}
    />
  )
}
