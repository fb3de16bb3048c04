import type { AuditLine } from '@muster/core/audit/audit-line'
import { permissionsOfMember } from '@muster/core/permission'
import type { Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { pauseJobsBeyond } from '../jobs/jobs-of-member.ts'
import { membershipColumns, membershipOf } from './memberships.ts'

const read = (trx: Transaction<Tables>, memberId: string) =>
  trx
    .selectFrom('members')
    .select(['id', 'email'])
    .select(membershipColumns)
    .where('id', '=', memberId)
    .executeTakeFirstOrThrow()

/** Gives a locked member another role. Returns lines for the audit: jobs pause that need what the member loses. */
export async function setRole(trx: Transaction<Tables>, memberId: string, role: string): Promise<readonly AuditLine[]> {
  const before = await read(trx, memberId)
  if (before.role === role) return []
  await trx.updateTable('members').set({ role }).where('id', '=', memberId).execute()
  const after = await read(trx, memberId)
  return pauseJobsBeyond(trx, before, {
    before: permissionsOfMember(membershipOf(before)),
    after: permissionsOfMember(membershipOf(after)),
  })
}
