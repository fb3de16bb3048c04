import { sql } from 'kysely'
import { newId } from './new-id.ts'
import type { Storage } from './storage.ts'

/** Counts process deaths under a piece of work. Work that fails or is stopped is no death. */
export interface WorkDeaths {
  /** Notes that the work begins; returns how many processes died under it. */
  begin(work: string): Promise<number>
  /** Notes that it ended, in any way. */
  end(work: string): Promise<void>
}

/** A note that one process left and another one finds is a death. */
export function createWorkDeaths({ db }: Pick<Storage, 'db'>): WorkDeaths {
  const owner = newId()
  return {
    async begin(work) {
      const { rows } = await sql<{ deaths: number }>`
        insert into work_begun as w (work, owner, deaths) values (${work}, ${owner}, 0)
        on conflict (work) do update set owner = excluded.owner,
          deaths = w.deaths + case when w.owner = excluded.owner then 0 else 1 end
        returning deaths`.execute(db)
      return rows[0]?.deaths ?? 0
    },
    async end(work) {
      await sql`delete from work_begun where work = ${work} and owner = ${owner}`.execute(db)
    },
  }
}
