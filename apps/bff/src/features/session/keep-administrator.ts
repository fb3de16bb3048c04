import type { Clock } from '../../clock.ts'
import { hashPassword, passwordFits } from './password.ts'
import type { Member, MemberStore } from './ports.ts'

/**
 * Makes the configured administrator the owner with this password, and wipes the password from memory. Retires owners
 * that the configuration does not name and ends the links of earlier starts.
 */
export async function keepAdministrator(
  deps: { members: MemberStore; clock: Clock },
  admin: { email: string; password: Buffer },
  named: readonly string[] = [],
): Promise<Member> {
  const known = await deps.members.byEmail(admin.email)
  const kept = known !== null && (await passwordFits(admin.password, known.passwordHash)) ? known.passwordHash : null
  const passwordHash = kept ?? (await hashPassword(admin.password))
  admin.password.fill(0)
  const name = admin.email.split('@')[0] ?? admin.email
  const owner = await deps.members.keepOwner({ email: admin.email, name, passwordHash }, deps.clock.now())
  await deps.members.retireOwners(owner, deps.clock.now(), named)
  await deps.members.endLinks()
  return owner
}
