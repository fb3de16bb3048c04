import { type Permission, permissionsOf } from '../permission.ts'

/** Takes the place of the address of the break-glass account. No member can have it: it is no email address. */
export const breakGlassName = 'break-glass'

export const isBreakGlass = ({ email }: { readonly email: string }): boolean => email === breakGlassName

/** It approves nothing, changes no rule that others work by, and leaves nothing behind that works after it. */
const withheld: readonly Permission[] = [
  'plans:approve',
  'policy:manage',
  'roles:manage',
  'audit:erase',
  'tokens:unattended',
  'members:provision',
]

/** What the break-glass account may do: most of what an owner may. */
export const breakGlassPermissions = (): readonly Permission[] =>
  permissionsOf('owner').filter((one) => !withheld.includes(one))
