import type { ColumnMemory } from '../../../features/uploads/store-ports.ts'
import { storableJson, storableText } from '../database/storable-json.ts'
import type { Db } from '../database/storage.ts'

/** Remembers how members mapped the columns of files. */
export function createSqlColumnMemory(db: Db): ColumnMemory {
  return {
    remembered: async (memberId, shape) => {
      const row = await db
        .selectFrom('upload_shapes')
        .select('columns')
        .where('member_id', '=', memberId)
        .where('shape', '=', storableText(shape))
        .executeTakeFirst()
      return row?.columns ?? null
    },
    remember: async (memberId, shape, columns) => {
      const values = { member_id: memberId, shape: storableText(shape), columns: storableJson(columns) }
      await db
        .insertInto('upload_shapes')
        .values(values)
        .onConflict((conflict) => conflict.columns(['member_id', 'shape']).doUpdateSet({ columns: values.columns }))
        .execute()
    },
  }
}
