import type { OwnedKind } from '@muster/contracts/route'
import { type Membership, permissionsOfMember, type Scope } from '@muster/core/permission'
import { breakGlassName } from '@muster/core/policy/break-glass'
import { type Kysely, sql } from 'kysely'
import { storableText } from '../database/storable-json.ts'
import type { Tables } from '../database/tables.ts'
import { membershipColumns, membershipOf } from './memberships.ts'

const creation = { plans: 'created_at', jobs: 'created_at', uploads: 'created_at', selections: 'frozen_at' } as const

/** The limits of members, and what is their own. */
export function createSqlScopes(db: Kysely<Tables>) {
  return {
    /** The limit of a member now; null if there is none, or no such member. */
    of: async (memberId: string): Promise<Scope | null> => {
      const row = await db
        .selectFrom('members')
        .select(membershipColumns)
        .where('id', '=', storableText(memberId))
        .executeTakeFirst()
      return row === undefined ? null : membershipOf(row).scope
    },
    /** Names of members without a limit who may edit users, in order. */
    others: async (): Promise<readonly string[]> => {
      const rows = await db
        .selectFrom('members')
        .select(['name', 'email'])
        .select(membershipColumns)
        .where('scope', 'is', null)
        .where('email', '<>', breakGlassName)
        .where('disabled_at', 'is', null)
        .where('joined_at', 'is not', null)
        .orderBy('name')
        .orderBy('id')
        .execute()
      const mayEdit = (membership: Membership) => permissionsOfMember(membership).includes('users:edit')
      return rows.filter((row) => mayEdit(membershipOf(row))).map(({ name, email }) => (name === '' ? email : name))
    },
    /** Whether a member made this record, and under the limit that they have now. */
    isOwn: async (kind: OwnedKind, id: string, own: { readonly memberId: string; readonly since: number }) => {
      const { rows } = await sql`
        select from ${sql.table(kind)} where id = ${storableText(id)} and created_by_id = ${own.memberId}
          and ${sql.ref(creation[kind])} >= ${new Date(own.since)}`.execute(db)
      return rows.length > 0
    },
  }
}
